"""The package of the add-in: the skeleton, the sheet of texts, the ribbon and its pictures."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

from perfxl.install.addin import helpsheet

_RIBBON_TYPE = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_IMAGE_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # no time of the build is kept, so that the same input gives the same bytes
# Excel's list of add-ins shows the title and the comment.
_CORE = f"""{_HEAD}<cp:coreProperties
 xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>perfxl contributors</dc:creator>
<dc:description>预算绩效自评：填报、检查、生成附件，以及 PX_ 开头的工作表函数</dc:description>
<dc:title>绩效自评 perfxl</dc:title></cp:coreProperties>"""


def parts(
    skeleton: Mapping[str, bytes], sheet: str, ribbon: str, pictures: Mapping[str, bytes], notice: str
) -> dict[str, bytes]:
    """Return all parts by name, in the order of the file."""
    made = dict(skeleton)
    made.pop("docProps/app.xml", None)
    made["docProps/core.xml"] = _CORE.encode()
    made["xl/worksheets/sheet1.xml"] = sheet.encode()
    made["xl/workbook.xml"] = _named(made["xl/workbook.xml"])
    made["[Content_Types].xml"] = _typed(made["[Content_Types].xml"])
    made["_rels/.rels"] = _related(made["_rels/.rels"])
    made["customUI/customUI14.xml"] = ribbon.encode()
    made["customUI/_rels/customUI14.xml.rels"] = _picture_links(pictures)
    made |= {f"customUI/images/{name}.png": data for name, data in pictures.items()}
    made["customUI/THIRD_PARTY.txt"] = notice.encode()
    return made


def zip_parts(made: Mapping[str, bytes]) -> bytes:
    """Return the file's bytes; stored, because deflate differs between versions of zlib."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in made.items():
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.create_system = 0
            archive.writestr(entry, data)
    return target.getvalue()


def _named(workbook: bytes) -> bytes:
    return workbook.replace(b'<sheet name="Sheet1"', f'<sheet name="{helpsheet.NAME}"'.encode(), 1)


def _typed(types: bytes) -> bytes:
    text = re.sub(r'<Override PartName="/docProps/app.xml"[^>]*/>', "", types.decode())
    added = '<Default Extension="png" ContentType="image/png"/><Default Extension="txt" ContentType="text/plain"/>'
    return text.replace("<Default ", f"{added}<Default ", 1).encode()


def _related(relationships: bytes) -> bytes:
    text = re.sub(r'<Relationship [^>]*Target="docProps/app.xml"[^>]*/>', "", relationships.decode())
    added = f'<Relationship Id="pxRibbon" Type="{_RIBBON_TYPE}" Target="customUI/customUI14.xml"/>'
    return text.replace("</Relationships>", f"{added}</Relationships>").encode()


def _picture_links(pictures: Mapping[str, bytes]) -> bytes:
    links = "".join(f'<Relationship Id="{name}" Type="{_IMAGE_TYPE}" Target="images/{name}.png"/>' for name in pictures)
    return f'{_HEAD}<Relationships xmlns="{_RELATIONSHIPS}">{links}</Relationships>'.encode()
