"""YAML with places: each value of a kind or a pack knows the file, line and column where it was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any

from perfxl.errors import InputError

if TYPE_CHECKING:
    import yaml

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Located:
    """The content of one file or of a folder's files, and where each path of it stands ("文件 第n行第n列").

    name  the name of the file or of the folder
    """

    name: str
    content: Mapping[str, Any]
    places: Mapping[Path, str]

    def place(self, path: Path) -> str:
        """Return where a path stands, or the nearest part above it that was written."""
        return next((self.places[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self.places), "")


def read(folder: Traversable) -> Located:
    """Read all YAML files of a folder as one mapping; InputError with the place of what is wrong."""
    content: dict[str, Any] = {}
    places: dict[Path, str] = {}
    for file in yaml_files(folder):
        for key, value in _document(file, places).items():
            if key in content:
                raise InputError(f"规则文件{places[(key,)]}的“{key}”在别的文件里已经写过，请只保留一处。")
            content[key] = value
    return Located(folder.name, content, places)


def read_file(file: Traversable) -> Located:
    """Read one YAML file that is a mapping; InputError with the place of what is wrong."""
    places: dict[Path, str] = {}
    return Located(file.name, _document(file, places), places)


def yaml_files(folder: Traversable) -> list[Traversable]:
    """Return the YAML files that lie in a folder, by name."""
    return sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)


def _document(file: Traversable, places: dict[Path, str]) -> dict[str, Any]:
    import yaml  # noqa: PLC0415 (late: what was validated before is not read again)

    try:
        loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(file.read_text("utf-8"))
        root = loader.get_single_node()
        if not isinstance(root, yaml.MappingNode):
            raise InputError(f"规则文件{file.name}应由“名称: 内容”组成，请对照自带规则包改写。")
        places.update(_places(root, (), file.name))
        return dict(loader.construct_document(root))
    except yaml.MarkedYAMLError as error:
        where = _position(file.name, error.problem_mark) if error.problem_mark else file.name
        raise InputError(f"规则文件{where}不是合格的YAML，请检查缩进、冒号和引号。") from error
    except UnicodeDecodeError as error:
        raise InputError(f"规则文件{file.name}不是UTF-8编码，请用UTF-8另存后重试。") from error


def _places(node: yaml.Node, path: Path, file: str) -> Iterator[tuple[Path, str]]:
    """Yield where each key and each item of a list is written."""
    from yaml import MappingNode, SequenceNode  # noqa: PLC0415 (late, as above)

    if isinstance(node, MappingNode):
        yield from _mapping(node, path, file)
    elif isinstance(node, SequenceNode):
        for index, item in enumerate(node.value):
            yield (*path, index), _position(file, item.start_mark)
            yield from _places(item, (*path, index), file)


def _mapping(node: yaml.MappingNode, path: Path, file: str) -> Iterator[tuple[Path, str]]:
    seen: set[str] = set()
    for key, value in node.value:
        if key.value in seen:
            raise InputError(f"规则文件{_position(file, key.start_mark)}的“{key.value}”写了两次，请只保留一处。")
        seen.add(key.value)
        yield (*path, key.value), _position(file, key.start_mark)
        yield from _places(value, (*path, key.value), file)


def _position(file: str, mark: yaml.Mark) -> str:
    return f"{file}第{mark.line + 1}行第{mark.column + 1}列"


def merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the base with what `own` states differently; mappings merge, everything else is replaced."""
    result = dict(base)
    for key, value in own.items():
        below = result.get(key)
        result[key] = merged(below, value) if isinstance(below, Mapping) and isinstance(value, Mapping) else value
    return result


def dotted(path: Sequence[str | int]) -> str:
    """Return a path as messages name it: project.indicators.2.verb."""
    return ".".join(str(part) for part in path)
