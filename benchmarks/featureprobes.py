"""Whether a workbook still has each of the 46 features, whatever the tool that wrote it calls its parts."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

SPACES = {
    "m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "x14": "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
    "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "t": "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments",
    "v": "urn:schemas-microsoft-com:vml",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_EMPTY = etree.fromstring(b"<nothing/>")


class Package:
    """A workbook's parts, found by their relationships."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.book = self.related("", "officeDocument")[0]
        names = self.xml(self.book).xpath("//m:sheets/m:sheet", namespaces=SPACES)
        links = self._links(self.book)
        self.sheets = {each.get("name"): links[each.get(f"{{{SPACES['r']}}}id")][1] for each in names}

    def xml(self, part: str | None) -> etree._Element:
        """Return a part's root, an empty one where there is none."""
        return etree.fromstring(self.parts[part]) if part in self.parts else _EMPTY

    def related(self, part: str, kind: str) -> list[str]:
        """Return the parts that a part refers to as that kind."""
        return [target for found, target in self._links(part).values() if found == kind]

    def has(self, expression: str, part: str | None = None) -> bool:
        """Whether an XPath finds anything, in the form unless a part is named."""
        return bool(self.xml(part or self.sheets.get("自评表")).xpath(expression, namespaces=SPACES))

    def found(self, kind: str, expression: str, sheet: str = "自评表") -> bool:
        """Whether an XPath finds anything in a part that a sheet refers to as that kind."""
        return any(self.has(expression, part) for part in self.related(self.sheets.get(sheet, ""), kind))

    def of_book(self, kind: str, expression: str) -> bool:
        """Whether an XPath finds anything in a part that the workbook refers to as that kind."""
        return any(self.has(expression, part) for part in self.related(self.book, kind))

    def cell(self, address: str) -> etree._Element:
        """Return a cell of the form, an empty element where there is none."""
        found = self.xml(self.sheets.get("自评表")).xpath(f"//m:c[@r='{address}']", namespaces=SPACES)
        return found[0] if found else _EMPTY

    def style(self, address: str) -> etree._Element:
        """Return the style record of a cell of the form."""
        styles = self.xml(next(iter(self.related(self.book, "styles")), None))
        records = styles.xpath("//m:cellXfs/m:xf", namespaces=SPACES)
        return records[int(self.cell(address).get("s", "0"))]

    def text(self, address: str) -> etree._Element:
        """Return the rich text of a cell of the form, wherever it is kept."""
        cell = self.cell(address)
        if cell.get("t") != "s":
            return cell
        strings = self.xml(next(iter(self.related(self.book, "sharedStrings")), None))
        return strings[int(cell.findtext("m:v", "0", SPACES))]

    def _links(self, part: str) -> dict[str, tuple[str, str]]:
        folder, name = posixpath.split(part)
        links = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {
            link.get("Id", ""): (link.get("Type", "").rsplit("/", 1)[-1], _target(folder, link.get("Target", "")))
            for link in links
        }


def _target(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: what a clerk calls it, and whether a package has it."""

    name: str
    kept: Callable[[Package], bool]


def _name(package: Package, name: str, text: str) -> bool:
    found = package.xml(package.book).xpath(f"//m:definedName[@name='{name}']", namespaces=SPACES)
    return any(text in (each.text or "").replace("'", "") for each in found)


def _filled(package: Package) -> bool:
    return int(package.style("A1").get("fillId", "0")) > 1 and int(package.style("A1").get("borderId", "0")) > 0


def _percent(package: Package) -> bool:
    number, styles = package.style("D3").get("numFmtId"), package.related(package.book, "styles")[0]
    return number == "10" or package.has(f"//m:numFmt[@numFmtId='{number}'][@formatCode='0.00%']", styles)


def _unlocked(package: Package) -> bool:
    return bool(package.style("B3").xpath("m:protection[@locked='0' or @locked='false']", namespaces=SPACES))


def _dynamic(package: Package) -> bool:
    return package.cell("J3").get("cm") is not None and package.of_book("sheetMetadata", "//*[local-name()='xf' or 1]")


def _macro(package: Package) -> bool:
    return any(b"Module1" in package.parts[part] for part in package.related(package.book, "vbaProject"))


def _properties(package: Package) -> bool:
    return any(package.has("//*[@name='文号']", part) for part in package.related("", "custom-properties"))


def _pivot(package: Package) -> bool:
    tables = package.related(package.sheets.get("数据源", ""), "pivotTable")
    caches = [cache for table in tables for cache in package.related(table, "pivotCacheDefinition")]
    return any(package.related(cache, "pivotCacheRecords") for cache in caches)


def _names(package: Package) -> bool:
    return all(_name(package, *each) for each in (("预算数", "$B$3:$B$12"), ("阈值", "0.8"), ("局部名", "$C$3")))


def _printed(package: Package) -> bool:
    return _name(package, "_xlnm.Print_Area", "$A$1:$H$12") and _name(package, "_xlnm.Print_Titles", "$1:$2")


def _slicer(package: Package) -> bool:
    listed = package.has("//x14:slicerList/x14:slicer", package.sheets.get("数据源"))
    return listed and package.found("slicer", "//*", "数据源") and package.of_book("slicerCache", "//*")


def _external(package: Package) -> bool:
    links = package.related(package.book, "externalLink")
    return any(package.related(link, "externalLinkPath") for link in links)


def _custom(package: Package) -> bool:
    return any("密级".encode() in package.parts.get(part, b"") for part in package.related(package.book, "customXml"))


def _chart_sheet(package: Package) -> bool:
    part = package.sheets.get("图表页", "")
    return any(package.related(drawing, "chart") for drawing in package.related(part, "drawing"))


def _chart(package: Package) -> bool:
    drawings = package.related(package.sheets.get("自评表", ""), "drawing")
    return any(package.related(drawing, "chart") for drawing in drawings)


def _picture(package: Package) -> bool:
    drawings = package.related(package.sheets.get("自评表", ""), "drawing")
    return any(package.related(drawing, "image") for drawing in drawings) and package.found("drawing", "//xdr:pic")


def _button(package: Package) -> bool:
    return package.found("vmlDrawing", "//x:ClientData[@ObjectType='Button']/x:FmlaMacro[contains(., 'Run1')]")


def _threads(package: Package) -> bool:
    return package.found("threadedComment", "//t:text[.='会话批注']") and package.of_book("person", "//t:person")


def _extended(kind: str) -> Callable[[Package], bool]:
    return lambda package: package.has(f"//m:extLst//x14:{kind}")


def _has(expression: str) -> Callable[[Package], bool]:
    return lambda package: package.has(expression)


FEATURES = (
    Feature("合并单元格", _has("//m:mergeCell[@ref='A1:H1']")),
    Feature("底色和边框", _filled),
    Feature("数字格式", _percent),
    Feature("未锁定的单元格", _unlocked),
    Feature("富文本", lambda p: len(p.text("F3").xpath(".//m:r", namespaces=SPACES)) >= 3),
    Feature("拼音", lambda p: bool(p.text("A3").xpath(".//m:rPh", namespaces=SPACES))),
    Feature("公式的缓存值", lambda p: p.cell("D5").findtext("m:v", "", SPACES).startswith("0.857")),
    Feature("数组公式", lambda p: bool(p.cell("K3").xpath("m:f[@t='array'][@ref='K3:K5']", namespaces=SPACES))),
    Feature("动态数组", _dynamic),
    Feature("加载项函数", lambda p: (p.cell("E14").findtext("m:f", "", SPACES)).startswith("PERF.EXECRATE(")),
    Feature("定义的名称", _names),
    Feature("打印区域和标题行", _printed),
    Feature("批注", lambda p: p.found("comments", "//m:comment[@ref='B3']//m:t[contains(., '旧批注')]")),
    Feature("会话批注", _threads),
    Feature("下拉列表", _has("//m:dataValidation[@type='list'][contains(@sqref, 'H3:H12')]")),
    Feature("数值验证和提示", _has("//m:dataValidation[@type='decimal'][@prompt='填数字']")),
    Feature("跨表下拉列表", _extended("dataValidation[contains(., 'F4:F12')]")),
    Feature("数据条", _has("//m:cfRule[@type='dataBar']")),
    Feature("数据条的扩展设置", _extended("cfRule[@type='dataBar']")),
    Feature("图标集", _has("//m:cfRule[@type='iconSet']")),
    Feature("公式条件格式", _has("//m:cfRule[@type='expression'][@dxfId]")),
    Feature("迷你图", _extended("sparkline")),
    Feature("图表", _chart),
    Feature("图表工作表", _chart_sheet),
    Feature("图片", _picture),
    Feature("文本框", lambda p: p.found("drawing", "//xdr:sp[contains(., '说明文本框')]")),
    Feature("窗体按钮", _button),
    Feature("冻结窗格", _has("//m:pane[@state='frozen'][@ySplit='2']")),
    Feature("分级显示和隐藏列", _has("//m:col[@min<=9][@max>=9][@outlineLevel='1'][@hidden='1' or @hidden='true']")),
    Feature("纸张和缩放", _has("//m:pageSetup[@paperSize='9'][@orientation='landscape'][@fitToHeight='0']")),
    Feature("页眉", _has("//m:oddHeader[contains(., '绩效自评')]")),
    Feature("分页符", _has("//m:rowBreaks/m:brk[@id='8']")),
    Feature("打印机设置", lambda p: bool(p.related(p.sheets.get("自评表", ""), "printerSettings"))),
    Feature("工作表保护", _has("//m:sheetProtection[@sheet='1' or @sheet='true']")),
    Feature("筛选", _has("//m:autoFilter[@ref='A2:H12']")),
    Feature("标签颜色", _has("//m:sheetPr/m:tabColor[contains(@rgb, '00B050')]")),
    Feature("超链接", _has("//m:hyperlink[@ref='A14'][@r:id] and //m:hyperlink[@ref='A15'][@location]")),
    Feature("忽略错误", _has("//m:ignoredErrors/m:ignoredError[@numberStoredAsText]")),
    Feature("隐藏的工作表", lambda p: p.has("//m:sheet[@name='选项 表'][@state='hidden']", p.book)),
    Feature("表格", lambda p: p.found("table", "//m:table[@ref='A1:C9']", "数据源")),
    Feature("数据透视表", _pivot),
    Feature("切片器", _slicer),
    Feature("外部链接", _external),
    Feature("自定义 XML", _custom),
    Feature("自定义属性", _properties),
    Feature("宏", _macro),
)
