"""Word documents for tests, drawn by hand from the elements of the standard."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SIGNATURE = (("rId2", "digital-signature/origin", "_xmlsignatures/origin.sigs"),)


def run(text: str, properties: str = "") -> str:
    """Return a run of text."""
    formatted = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{formatted}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*inside: str, style: str = "") -> str:
    """Return a paragraph; what is no markup becomes a run."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(one if one.startswith('<') else run(one) for one in inside)}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """Return a table of one paragraph a cell; a cell that is markup stands as it is."""
    drawn = "".join(
        "<w:tr>"
        + "".join(f"<w:tc><w:tcPr/>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row)
        + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{drawn}</w:tbl>"


def textbox(*paragraphs: str) -> str:
    """Return a run with a text box, told twice as Word does: for itself and for older programs."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict>{content}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def save(path: Path, *body: str, footnotes: tuple[str, ...] = (), prefix: str = "w", signed: bool = False) -> Path:
    """Write a document with a body of blocks and footnotes, and return its path."""
    spaces = f'xmlns:w="{W}" xmlns:mc="{MC}" xmlns:wps="{WPS}" mc:Ignorable="wps"'
    document = f"<w:document {spaces}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>"
    notes = "".join(f'<w:footnote w:id="{spot + 1}">{note}</w:footnote>' for spot, note in enumerate(footnotes))
    line = '<w:footnote w:id="0" w:type="separator"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
        f'<Override PartName="/word/footnotes.xml" ContentType="{_TYPES}.footnotes+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_TYPES}.styles+xml"/></Types>',
        "_rels/.rels": _rels(("rId1", "officeDocument", "word/document.xml"), *_SIGNATURE[:signed]),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _rels(("rId1", "styles", "styles.xml"), ("rId2", "footnotes", "footnotes.xml")),
        "word/styles.xml": f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="a1">'
        '<w:name w:val="heading 1"/></w:style></w:styles>',
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}">{line}{notes}</w:footnotes>',
        "word/media/image1.png": "\x89PNG, as good as any",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            other = content.replace("<w:", f"<{prefix}:").replace("</w:", f"</{prefix}:").replace(" w:", f" {prefix}:")
            other = other.replace("xmlns:w=", f"xmlns:{prefix}=") if prefix != "w" else content
            package.writestr(
                name,
                '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' * name.endswith((".xml", ".rels")) + other,
            )
    return path


def _rels(*relations: tuple[str, str, str]) -> str:
    told = "".join(
        f'<Relationship Id="{id_}" Type="{_RELATIONS}/{kind}" Target="{target}"/>' for id_, kind, target in relations
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'
