"""The bundle, built from the package registries alone: whole, checkable, and its pure modules import."""

import hashlib
import io
import subprocess
import sys
import zipfile
from email.parser import Parser

import pytest

from perfxl.errors import InputError, RefusedError
from perfxl.install.bundle import python
from perfxl.install.bundle.build import CHECKSUMS, build

PURE = ("perfxl", "perfxl.errors", "perfxl.numerals.reading", "perfxl.scoring.ratios", "perfxl.model.expression",
        "perfxl.functions.registry", "perfxl.sheets.changeset", "perfxl.install.doctor.diagnose")  # fmt: skip


def embeddable(path, pth="python312.zip\n.\n#import site\n"):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("python.exe", b"MZ")
        archive.writestr("python312._pth", pth)
        archive.writestr("LICENSE.txt", "PSF")
    return path


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """Downloads what the bundle ships: about ten seconds and 40 MB."""
    folder = tmp_path_factory.mktemp("out") / "perfxl-windows"
    notes = build(folder, lambda path: path.write_bytes(b"add-in"), b"blank")
    return folder, notes


def test_what_it_holds(bundle):
    folder, notes = bundle
    assert {path.name for path in folder.iterdir()} == {
        "安装.cmd", "卸载.cmd", "把工作簿拖到这里.cmd", "说明.txt", CHECKSUMS, "scripts", "app", "licences",
    }  # fmt: skip
    runtime = folder / "app" / "runtime"
    assert len(list(runtime.glob("xlwings*.dll"))) == 2
    assert (folder / "app" / "perfxl.xlam").read_bytes() == b"add-in"
    assert python.NAME in notes[0]
    assert python.SHA256 in notes[0]


def test_compiled_parts_are_those_of_windows(bundle):
    site = bundle[0] / "app" / "runtime" / "Lib" / "site-packages"
    compiled = [path.name for path in site.rglob("*.pyd")]
    assert len(compiled) > 50
    assert not list(site.rglob("*.so"))
    assert all("win32" not in name or "amd64" in name for name in compiled if "cp3" in name)


def test_the_add_ins_dlls_are_of_the_packages_version(bundle):
    runtime = bundle[0] / "app" / "runtime"
    (info,) = (runtime / "Lib" / "site-packages").glob("xlwings-*.dist-info")
    version = Parser().parsestr((info / "METADATA").read_text(encoding="utf-8"))["Version"]
    assert {path.name for path in runtime.glob("*.dll")} == {f"xlwings{bits}-{version}.dll" for bits in (32, 64)}


def test_checksums_cover_every_file(bundle):
    folder = bundle[0]
    lines = (folder / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    stated = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert set(stated) == {name for name in files if "/" in name}
    assert all(hashlib.sha256(files[name].read_bytes()).hexdigest() == digest for name, digest in stated.items())


def test_every_package_has_its_licence(bundle):
    folder = bundle[0]
    packages = {path.name.removesuffix(".dist-info") for path in (folder / "app").rglob("*.dist-info")}
    assert {path.name for path in (folder / "licences").iterdir()} == packages
    assert all(any(entry.iterdir()) for entry in (folder / "licences").iterdir())


def test_its_site_packages_import_the_pure_modules(bundle):
    """With nothing but the bundle's packages on the path; the compiled ones are Windows' and cannot load here."""
    site = bundle[0] / "app" / "runtime" / "Lib" / "site-packages"
    code = (
        f"import sys; sys.path.append({str(site)!r}); sys.dont_write_bytecode = True\n"
        f"import importlib\nfor name in {PURE!r}:\n"
        f"    module = importlib.import_module(name)\n    assert module.__file__.startswith({str(site)!r}), module\n"
        "from perfxl.functions.registry import call\nassert call('PX_CHANGERATE', (90.0, 120.0)) == -0.25\n"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_blank_template_is_shipped(bundle):
    (template,) = (bundle[0] / "app").rglob("template.xlsx")
    assert template.read_bytes() == b"blank"


def test_a_folder_that_is_there_is_kept(tmp_path):
    (tmp_path / "mine").mkdir()
    with pytest.raises(RefusedError, match="已经存在"):
        build(tmp_path / "mine", lambda path: None, b"")


def test_python_comes_from_the_pinned_zip_only(tmp_path):
    archive = embeddable(tmp_path / python.NAME)
    with pytest.raises(InputError, match="不是官方的"):
        build(tmp_path / "out", lambda path: None, b"", archive)
    assert not (tmp_path / "out").exists()
    with pytest.raises(InputError, match="读不到"):
        build(tmp_path / "out", lambda path: None, b"", tmp_path / "missing.zip")


def test_the_interpreter_is_told_where_its_packages_are(tmp_path):
    archive = embeddable(tmp_path / python.NAME)
    runtime = tmp_path / "runtime"
    python.unpack(archive, runtime, hashlib.sha256(archive.read_bytes()).hexdigest())
    paths = io.StringIO((runtime / "python312._pth").read_text(encoding="ascii")).read().split()
    assert "Lib\\site-packages" in paths
    assert "site" in paths
    assert (runtime / "python.exe").exists()
