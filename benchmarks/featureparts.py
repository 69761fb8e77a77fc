"""The features of the workbook that no library writes, put in part by part.

Pivot table, slicer, threaded note, custom XML, an external link, a validation that refers to another sheet, phonetic
guides, printer settings.
"""

from __future__ import annotations

import io
import zipfile

FORM, DATA, CHOICES = "自评表", "数据源", "选项 表"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
X14 = 'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def completed(base: bytes) -> bytes:
    """Return the workbook with these features added."""
    parts = Parts(base)
    _pivot(parts)
    _slicer(parts)
    _threaded_note(parts)
    _outside(parts)
    _inside_sheets(parts)
    return parts.packed()


class Parts:
    """The parts of a package that is being made."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.content = {name: package.read(name) for name in package.namelist()}

    def put(self, part: str, text: str, kind: str = "") -> None:
        """Add a part, with its content type."""
        self.content[part] = text.encode()
        if kind:
            self.replace(
                "[Content_Types].xml", "</Types>", f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
            )

    def link(self, part: str, identifier: str, kind: str, target: str, external: bool = False) -> None:
        """Have a part refer to another."""
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels"
        self.content.setdefault(rels, f'{HEAD}<Relationships xmlns="{PACKAGE}"></Relationships>'.encode())
        mode = ' TargetMode="External"' if external else ""
        link = f'<Relationship Id="{identifier}" Type="{kind}" Target="{target}"{mode}/>'
        self.replace(rels, "</Relationships>", f"{link}</Relationships>")

    def replace(self, part: str, old: str, new: str) -> None:
        """Replace the first occurrence of a text, which must be there."""
        before = self.content[part].decode()
        if old not in before:
            raise ValueError(f"{part} has no {old}")
        self.content[part] = before.replace(old, new, 1).encode()

    def packed(self) -> bytes:
        """Return the package, with fixed dates."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in self.content.items():
                package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        return buffer.getvalue()


def _pivot(parts: Parts) -> None:
    cache, folder = "xl/pivotCache/pivotCacheDefinition1.xml", "xl/pivotCache"
    fields = (
        '<cacheField name="单位" numFmtId="0"><sharedItems count="3"><s v="单位1"/><s v="单位2"/><s v="单位0"/>'
        '</sharedItems></cacheField><cacheField name="类别" numFmtId="0"><sharedItems count="2"><s v="类1"/>'
        '<s v="类0"/></sharedItems></cacheField><cacheField name="金额" numFmtId="0"><sharedItems '
        'containsSemiMixedTypes="0" containsString="0" containsNumber="1" containsInteger="1" minValue="10" '
        'maxValue="80"/></cacheField>'
    )
    parts.put(
        cache,
        f'{HEAD}<pivotCacheDefinition {MAIN} xmlns:r="{OFFICE}" r:id="rId1" refreshOnLoad="1" createdVersion="6" '
        'refreshedVersion="6" recordCount="8"><cacheSource type="worksheet"><worksheetSource ref="A1:C9" '
        f'sheet="{DATA}"/></cacheSource><cacheFields count="3">{fields}</cacheFields></pivotCacheDefinition>',
        f"{SHEETML}.pivotCacheDefinition+xml",
    )
    records = "".join(f'<r><x v="{n % 3}"/><x v="{n % 2}"/><n v="{n * 10 + 10}"/></r>' for n in range(8))
    kind = f"{SHEETML}.pivotCacheRecords+xml"
    parts.put(
        f"{folder}/pivotCacheRecords1.xml",
        f'{HEAD}<pivotCacheRecords {MAIN} count="8">{records}</pivotCacheRecords>',
        kind,
    )
    parts.link(cache, "rId1", f"{OFFICE}/pivotCacheRecords", "pivotCacheRecords1.xml")
    parts.put("xl/pivotTables/pivotTable1.xml", _pivot_table(), f"{SHEETML}.pivotTable+xml")
    target = "../pivotCache/pivotCacheDefinition1.xml"
    parts.link("xl/pivotTables/pivotTable1.xml", "rId1", f"{OFFICE}/pivotCacheDefinition", target)
    parts.link("xl/worksheets/sheet2.xml", "rIdPivot", f"{OFFICE}/pivotTable", "../pivotTables/pivotTable1.xml")
    parts.link("xl/workbook.xml", "rIdPivot", f"{OFFICE}/pivotCacheDefinition", target.removeprefix("../"))


def _pivot_table() -> str:
    items = '<items count="4"><item x="0"/><item x="1"/><item x="2"/><item t="default"/></items>'
    pair = '<items count="3"><item x="0"/><item x="1"/><item t="default"/></items>'
    return (
        f'{HEAD}<pivotTableDefinition {MAIN} name="透视1" cacheId="7" dataCaption="值" updatedVersion="6" '
        'minRefreshableVersion="3" createdVersion="6" outline="1"><location ref="F1:G5" firstHeaderRow="1" '
        f'firstDataRow="1" firstDataCol="1"/><pivotFields count="3"><pivotField axis="axisRow" showAll="0">{items}'
        f'</pivotField><pivotField showAll="0">{pair}</pivotField><pivotField dataField="1" showAll="0"/>'
        '</pivotFields><rowFields count="1"><field x="0"/></rowFields><rowItems count="4"><i><x/></i><i><x v="1"/>'
        '</i><i><x v="2"/></i><i t="grand"><x/></i></rowItems><colItems count="1"><i/></colItems><dataFields '
        'count="1"><dataField name="求和项:金额" fld="2" baseField="0" baseItem="0"/></dataFields>'
        "</pivotTableDefinition>"
    )


def _slicer(parts: Parts) -> None:
    space = f'xmlns="{MICROSOFT}/spreadsheetml/2009/9/main"'
    parts.put(
        "xl/slicerCaches/slicerCache1.xml",
        f'{HEAD}<slicerCacheDefinition {space} name="切片器_类别" sourceName="类别"><pivotTables><pivotTable tabId="2" '
        'name="透视1"/></pivotTables><data><tabular pivotCacheId="1"><items count="2"><i x="0" s="1"/>'
        '<i x="1" s="1"/></items></tabular></data></slicerCacheDefinition>',
        "application/vnd.ms-excel.slicerCache+xml",
    )
    parts.put(
        "xl/slicers/slicer1.xml",
        f'{HEAD}<slicers {space}><slicer name="类别" cache="切片器_类别" caption="类别" rowHeight="241300"/></slicers>',
        "application/vnd.ms-excel.slicer+xml",
    )
    kinds = f"{MICROSOFT}/2007/relationships"
    parts.link("xl/workbook.xml", "rIdSlicer", f"{kinds}/slicerCache", "slicerCaches/slicerCache1.xml")
    parts.link("xl/worksheets/sheet2.xml", "rIdSlicer", f"{kinds}/slicer", "../slicers/slicer1.xml")


def _threaded_note(parts: Parts) -> None:
    space = f"{MICROSOFT}/spreadsheetml/2018/threadedcomments"
    person, remark = "{AAAAAAAA-0000-0000-0000-000000000001}", "{BBBBBBBB-0000-0000-0000-000000000001}"
    parts.put(
        "xl/persons/person.xml",
        f'{HEAD}<personList xmlns="{space}"><person displayName="审核人" id="{person}" userId="审核人" '
        'providerId="None"/></personList>',
        "application/vnd.ms-excel.person+xml",
    )
    parts.put(
        "xl/threadedComments/threadedComment1.xml",
        f'{HEAD}<ThreadedComments xmlns="{space}"><threadedComment ref="C4" dT="2025-01-01T00:00:00.00" '
        f'personId="{person}" id="{remark}"><text>会话批注</text></threadedComment></ThreadedComments>',
        "application/vnd.ms-excel.threadedcomments+xml",
    )
    kinds, target = f"{MICROSOFT}/2017/10/relationships", "../threadedComments/threadedComment1.xml"
    parts.link("xl/workbook.xml", "rIdPerson", f"{kinds}/person", "persons/person.xml")
    parts.link("xl/worksheets/sheet1.xml", "rIdThread", f"{kinds}/threadedComment", target)


def _outside(parts: Parts) -> None:
    """Add what lies outside of the sheets: an external link, custom XML, printer settings."""
    parts.put(
        "xl/externalLinks/externalLink1.xml",
        f'{HEAD}<externalLink {MAIN}><externalBook xmlns:r="{OFFICE}" r:id="rId1"><sheetNames><sheetName '
        'val="Sheet1"/></sheetNames><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1"><v>42</v></cell>'
        "</row></sheetData></sheetDataSet></externalBook></externalLink>",
        f"{SHEETML}.externalLink+xml",
    )
    external = "xl/externalLinks/externalLink1.xml"
    parts.link(external, "rId1", f"{OFFICE}/externalLinkPath", "%E4%B8%8A%E5%B9%B4.xlsx", external=True)
    parts.link("xl/workbook.xml", "rIdExternal", f"{OFFICE}/externalLink", "externalLinks/externalLink1.xml")
    parts.put("customXml/item1.xml", '<data xmlns="urn:example">密级</data>')
    properties = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    parts.put(
        "customXml/itemProps1.xml",
        f'{HEAD}<ds:datastoreItem ds:itemID="{{11111111-2222-3333-4444-555555555555}}" xmlns:ds="{properties}"/>',
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    )
    parts.link("customXml/item1.xml", "rId1", f"{OFFICE}/customXmlProps", "itemProps1.xml")
    parts.link("xl/workbook.xml", "rIdCustom", f"{OFFICE}/customXml", "../customXml/item1.xml")
    printer = "xl/printerSettings/printerSettings1.bin"
    parts.put(printer, "P\0R\0N\0" * 50, f"{SHEETML}.printerSettings")
    parts.link(
        "xl/worksheets/sheet1.xml", "rIdPrinter", f"{OFFICE}/printerSettings", "../printerSettings/printerSettings1.bin"
    )


def _inside_sheets(parts: Parts) -> None:
    """Add what stands in parts that XlsxWriter wrote."""
    form, data, book = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"
    parts.replace(form, "<pageSetup ", '<pageSetup r:id="rIdPrinter" ')
    parts.replace(
        form,
        "</extLst>",
        f'<ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" {X14}><x14:dataValidations '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1"><x14:dataValidation type="list" '
        f"allowBlank=\"1\"><x14:formula1><xm:f>'{CHOICES}'!$A$1:$A$4</xm:f></x14:formula1><xm:sqref>F4:F12</xm:sqref>"
        "</x14:dataValidation></x14:dataValidations></ext></extLst>",
    )
    slicers = '<x14:slicerList><x14:slicer r:id="rIdSlicer"/></x14:slicerList>'
    extension = f'<ext uri="{{A8765BA9-456A-4dab-B4F3-ACF838C121DE}}" {X14}>{slicers}</ext>'
    parts.replace(data, "</worksheet>", f"<extLst>{extension}</extLst></worksheet>")
    external = '<externalReferences><externalReference r:id="rIdExternal"/></externalReferences>'
    parts.replace(book, "</sheets>", f"</sheets>{external}")
    caches = '<pivotCaches><pivotCache cacheId="7" r:id="rIdPivot"/></pivotCaches>'
    slicer = f'<extLst><ext uri="{{BBE1A952-AA13-448e-AADC-164F8A28A991}}" {X14}><x14:slicerCaches>'
    slicer += '<x14:slicerCache r:id="rIdSlicer"/></x14:slicerCaches></ext></extLst>'
    parts.replace(book, "</workbook>", f"{caches}{slicer}</workbook>")
    guide = '<si><t>指标1</t><rPh sb="0" eb="2"><t>ZHIBIAO</t></rPh><phoneticPr fontId="0" type="noConversion"/></si>'
    parts.replace("xl/sharedStrings.xml", "<si><t>指标1</t></si>", guide)
    parts.put("xl/calcChain.xml", f'{HEAD}<calcChain {MAIN}><c r="D3" i="1"/></calcChain>', f"{SHEETML}.calcChain+xml")
    parts.link(book, "rIdChain", f"{OFFICE}/calcChain", "calcChain.xml")
