"""The built add-in: read back by tools that did not make it."""

import io
import re
import subprocess
import sys
import warnings
import xml.etree.ElementTree as ET
import zipfile
from importlib import import_module

import pytest
from openpyxl import load_workbook
from pyopenvba import ExcelFile
from resvg_py import svg_to_bytes

from perfxl.cli.main import main
from perfxl.errors import InputError
from perfxl.install.addin import build, helpsheet, package, project, sources, wrappers
from perfxl.ribbon.commands import TAGS

UI = "{http://schemas.microsoft.com/office/2009/07/customui}"
MOST_SUSPICIONS = 12
SWITCHING = ("PxHold", "PxRelease")


@pytest.fixture(scope="module")
def ribbon(parts):
    return ET.fromstring(parts["customUI/customUI14.xml"])


@pytest.fixture(scope="module")
def olevba(xlam):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it calls its own libraries by old names
        parser = import_module("oletools.olevba").VBA_Parser("perfxl.xlam", data=xlam)
        list(parser.extract_macros())
        parser.analyze_macros()
        yield parser
        parser.close()


@pytest.fixture(scope="module")
def macros(olevba):
    """The modules as olevba reads them, without the attributes that Excel hides."""
    return {name.partition(".")[0]: bare(code) for _, _, name, code in olevba.extract_macros()}


def bare(code):
    lines = code.replace("\r\n", "\n").split("\n")
    return "\n".join(line for line in lines if not line.startswith("Attribute ")).strip()


def test_two_processes_give_the_same_bytes(xlam, tmp_path):
    target = tmp_path / "new" / "perfxl.xlam"
    command = [sys.executable, "-m", "perfxl", "addin", "build", "-o", str(target)]
    subprocess.run(command, check=True, capture_output=True, env={"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"})
    assert target.read_bytes() == xlam


def test_no_time_no_name_and_no_compression_of_the_building_machine(xlam):
    with zipfile.ZipFile(io.BytesIO(xlam)) as archive:
        entries = archive.infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {(entry.compress_type, entry.create_system) for entry in entries} == {(zipfile.ZIP_STORED, 0)}


def test_olevba_reads_what_was_written(macros):
    written = {name: bare(source) for name, source in build.modules().items()}
    written |= {"ThisWorkbook": bare(sources.module("ThisWorkbook")), "Sheet1": ""}
    assert macros == written


def test_pyopenvba_reads_what_was_written_and_finds_no_fault(xlam, tmp_path):
    path = tmp_path / "perfxl.xlam"
    path.write_bytes(xlam)
    book = ExcelFile(path)
    assert book.validate() == []
    read = {name: bare(book.get_module(name)) for name in book.module_names()}
    book.close()
    assert {name: read[name] for name in build.modules()} == {
        name: bare(source) for name, source in build.modules().items()
    }


def test_the_type_of_the_callbacks_argument_is_known(xlam, macros, tmp_path):
    path = tmp_path / "perfxl.xlam"
    path.write_bytes(xlam)
    book = ExcelFile(path)
    assert "control As IRibbonControl" in macros["PxRibbon"]
    assert "Office" in {reference.name for reference in book.references()}
    book.close()


def test_few_words_alarm_a_virus_scanner(olevba):
    found = [keyword for kind, keyword, _ in olevba.analyze_macros() if kind == "Suspicious"]
    assert "Lib" in found  # it looked
    assert len(found) <= MOST_SUSPICIONS, found


def test_every_source_is_ascii(macros, tmp_path, monkeypatch):
    assert all(code.isascii() for code in macros.values())
    folder = tmp_path / "vba"
    folder.mkdir()
    (folder / "PxHost.bas").write_text("' 中文", encoding="utf-8")
    monkeypatch.setattr(sources, "_folder", lambda: tmp_path)
    with pytest.raises(InputError, match="非 ASCII"):
        sources.module("PxHost")
    with pytest.raises(InputError, match="缺少加载项的文件"):
        sources.module("PxRibbon")


def test_what_is_turned_off_in_excel_is_turned_on_again(macros):
    """Every switch that PxHold turns is kept before and put back by PxRelease, which both ends of PxHeld call."""
    parts = {name: macros["PxRibbon"].partition(f"Sub {name}")[2].partition("End Sub")[0] for name in SWITCHING}
    turned = set(re.findall(r"Application\.([A-Z]\w+) = ", parts["PxHold"]))
    assert turned == {"StatusBar", "DisplayAlerts", "EnableEvents", "ScreenUpdating", "Calculation"}
    assert turned < set(re.findall(r"Application\.([A-Z]\w+) = held", parts["PxRelease"])) | {
        "StatusBar",
        "AutoCorrect",
    }
    held = macros["PxRibbon"].partition("Function PxHeld")[2].partition("End Function")[0]
    assert held.count("PxRelease") == 2


def test_the_user_is_asked_and_told_while_nothing_waits_for_the_server(macros):
    """Between two calls: Excel tells of an OLE action that it waits for where a box is shown within one."""
    body = macros["PxRibbon"]
    held = body.partition("Function PxHeld")[2].partition("End Function")[0]
    assert "CallUDF" in held
    assert "PxTell" not in held
    assert body.count("CallUDF") == 1
    run = body.partition("Sub PxRun")[2].partition("End Sub")[0]
    asked = run.index('If Left(told, 1) = "Q" Then agreed = PxTell')
    assert run.index("PxPlanned(tag)") < asked < run.index('PxHeld("act"')
    assert "DisplayAlerts = False" in body.partition("Sub PxHold")[2].partition("End Sub")[0]


def test_whole_columns_of_two_sheets_are_cut_alike(macros):
    """How far any of them is used is known before the first of them is cut, so that rows stay in line."""
    body = macros["PxHost"].partition("Sub PxDereference")[2].partition("End Sub")[0]
    assert body.count("PxReach given(index), rows, columns") == 1
    assert body.index("PxReach") < body.index("Next index") < body.index("PxCells(given(index), rows, columns)")
    assert "ByRef rows As Long, ByRef columns As Long" in macros["PxHost"].partition("Sub PxReach")[2]


def test_functions_are_described_without_a_window_of_its_own(macros):
    """A workbook that the add-in opened for that would flash at every start: it waits for one of the user's."""
    described = macros["PxHelp"].partition("Function PxDescribed")[2].partition("End Function")[0]
    assert "If ActiveWorkbook Is Nothing Then Exit Function" in described
    assert not re.search(r"Workbooks\.(Add|Open)|IsAddin = False|\.Activate|Windows\(", "\n".join(macros.values()))


def test_a_function_that_comes_to_no_end_is_not_asked_again(macros):
    """It would freeze Excel once more: its cell shows #N/A, the others wait no longer until a button tries anew."""
    body = macros["PxHost"].partition("Function PxCall(")[2].partition("End Function")[0]
    failed = body.partition("failed:")[2]
    assert failed.index("Timer - begun > PxEndless") < failed.index("PxGaveUp()") < failed.index("Resume once")
    gave_up = macros["PxHost"].partition("Function PxGaveUp")[2].partition("End Function")[0]
    assert gave_up.index("PxAnew") < gave_up.index("broken = True") < gave_up.index("CVErr(2042)")


def test_every_callback_of_the_ribbon_is_a_public_macro(ribbon, macros):
    callbacks = {
        value
        for element in ribbon.iter()
        for name, value in element.attrib.items()
        if name == "onAction" or name.startswith("get") or name in ("onLoad", "loadImage", "onChange")
    }
    public = set(re.findall(r"^Public (?:Sub|Function) (\w+)", "\n".join(macros.values()), re.M))
    assert callbacks
    assert callbacks <= public


def test_ids_are_unique_and_proper(ribbon):
    ids = [element.attrib["id"] for element in ribbon.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]{0,63}", name) for name in ids)


def test_every_command_has_one_button_and_every_tag_a_command(ribbon):
    tab = ribbon.find(f".//{UI}tab")
    on_tab = [button.attrib["tag"] for button in tab.iter(f"{UI}button")]
    in_menus = {button.attrib["tag"] for button in ribbon.find(f"{UI}contextMenus").iter(f"{UI}button")}
    assert len(on_tab) == len(set(on_tab))
    assert set(on_tab) | in_menus == set(TAGS)
    assert in_menus == {"explain", "checksheet"}


def test_buttons_are_told_in_chinese_within_excels_limits(ribbon):
    for button in ribbon.find(f".//{UI}tab").iter(f"{UI}button"):
        told = [button.attrib[name] for name in ("label", "screentip", "supertip")]
        assert all(re.search("[一-鿿]", text) and len(text) <= 1024 for text in told), button.attrib["id"]


def test_keytips_are_unique_and_none_hides_another(ribbon):
    for level in (ribbon.findall(f".//{UI}group/*"), *ribbon.findall(f".//{UI}menu")):
        tips = [entry.attrib["keytip"] for entry in level]
        assert all(re.fullmatch("[A-Z0-9]{1,3}", tip) for tip in tips)
        assert not [(one, other) for one in tips for other in tips if one is not other and other.startswith(one)]


def test_pictures_resolve(ribbon, parts):
    named = {element.attrib["image"] for element in ribbon.iter() if "image" in element.attrib}
    links = ET.fromstring(parts["customUI/_rels/customUI14.xml.rels"])
    targets = {link.attrib["Id"]: f"customUI/{link.attrib['Target']}" for link in links}
    assert named == set(targets)
    for name, target in targets.items():
        assert parts[target].startswith(b"\x89PNG\r\n\x1a\n"), name
        assert parts[target][16:24] == (64).to_bytes(4, "big") * 2, name


def test_pictures_are_those_of_their_drawings(parts, root):
    drawn = {path.stem: path for path in (root / "macros" / "ribbon" / "icons").glob("*.svg")}
    assert {f"customUI/images/{name}.png" for name in drawn} == {name for name in parts if name.endswith(".png")}
    for name, path in drawn.items():
        made = bytes(svg_to_bytes(svg_string=path.read_text(encoding="utf-8"), width=64, height=64))
        assert parts[f"customUI/images/{name}.png"] == made, f"draw {name}.png anew: python docs/images/ribbon.py"


def test_the_guide_tells_every_button_and_its_key(ribbon, root):
    guide = (root / "docs" / "excel.md").read_text(encoding="utf-8")
    table = guide.partition("## 按钮")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in line.split("|")] for line in table.splitlines() if line.startswith("| ")]
    told = {label: key for row in rows for label, key in zip(row[1].split("、"), row[2].split("、"), strict=False)}
    for button in ribbon.findall(f".//{UI}group/{UI}button"):
        assert told.get(button.attrib["label"]) == button.attrib["keytip"]
    for menu in ribbon.findall(f".//{UI}group/{UI}menu"):
        for button in menu:
            assert told.get(button.attrib["label"]) == f"{menu.attrib['keytip']} {button.attrib['keytip']}"
    for button in ribbon.find(f"{UI}contextMenus").iter(f"{UI}button"):
        assert f"“{button.attrib['label']}”" in guide


def test_every_part_has_a_type_and_every_relationship_a_part(parts):
    types = ET.fromstring(parts["[Content_Types].xml"])
    defaults = {element.attrib["Extension"] for element in types if "Extension" in element.attrib}
    overrides = {element.attrib["PartName"] for element in types if "PartName" in element.attrib}
    assert all(name.rpartition(".")[2] in defaults or f"/{name}" in overrides for name in parts)
    assert {name.lstrip("/") for name in overrides} <= set(parts)
    targets = {link.attrib["Target"] for link in ET.fromstring(parts["_rels/.rels"])}
    assert targets <= set(parts)
    assert "customUI/customUI14.xml" in targets


def test_the_sheet_holds_the_texts_and_the_help(twin, macros):
    sheet = load_workbook(io.BytesIO(twin))["perfxl"]
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    written = [list(row) for row in helpsheet.rows(build.REGISTRY.values())]
    assert rows == written
    keys = {row[1] for row in rows if row[0] == "text"}
    assert keys == set(re.findall(r'PxText\("([\w-]+)"\)', "\n".join(macros.values())))


def test_columns_have_letters_beyond_z():
    assert [helpsheet._column(index) for index in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]


def test_the_dlls_are_named_after_the_installed_xlwings(macros):
    names = set(re.findall(r'"(xlwings\d\d-[\d.]+\.dll)"', macros["PxHost"]))
    assert names == {f"xlwings{bits}-{sources.xlwings_version()}.dll" for bits in (32, 64)}


def test_the_command_line_names_no_workbook_and_no_setting_of_one(macros):
    host = macros["PxHost"]
    assert "ActiveWorkbook" not in host
    assert ".FullName" not in "\n".join(macros.values())
    assert re.findall(r"ThisWorkbook\.\w+", host) == ["ThisWorkbook.Path"]
    assert set(re.findall(r"(\w+Workbook)\.", "\n".join(macros.values()))) == {"ThisWorkbook"}


def test_the_notice_of_xlwings_is_in_the_file(parts, macros):
    assert b"Zoomer Analytics" in parts["customUI/THIRD_PARTY.txt"]
    assert "Redistributions in binary form" in macros["PxLicense"]


def test_words_of_vba_are_not_argument_names():
    function = next(iter(build.REGISTRY.values()))
    argument = type(function.arguments[0])("next", "下一个", "")
    changed = type(function)(
        **{slot: getattr(function, slot) for slot in function.__slots__} | {"arguments": (argument,)}
    )
    assert f"Function {function.name}(next_value As Variant) As Variant" in wrappers.wrapper(changed)


def test_build_refuses_another_extension(capsys):
    assert main(["addin", "build", "-o", "perfxl.xlsx"]) == 2
    assert "扩展名不对" in capsys.readouterr().err


def test_build_tells_what_it_needs(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyopenvba", None)
    with pytest.raises(InputError, match="pip install pyOpenVBA"):
        project.skeleton({}, "")


def test_stored_parts_survive(parts):
    assert package.zip_parts(parts) == package.zip_parts(dict(parts))
