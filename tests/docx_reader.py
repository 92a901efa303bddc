"""A small reader of Word documents with tracked changes, by what ECMA-376 says of them, independent of our writer."""

import io
import zipfile
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

_BREAKS = {qn("w:br"): "\n", qn("w:tab"): "\t"}
_CHANGES = (qn("w:ins"), qn("w:del"))
_WORDS = (qn("w:t"), qn("w:delText"))


def part(file: bytes, name: str) -> Any:  # noqa: ANN401 - lxml has no types
    """The root element of a part of the document."""
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        return parse_xml(package.read(name))


def body(file: bytes) -> Any:  # noqa: ANN401 - lxml has no types
    """The document's body."""
    return part(file, "word/document.xml").find(qn("w:body"))


def as_of(file: bytes, date: str) -> str:
    """The text when all changes up to `date` are accepted and all later ones are rejected.

    A paragraph's end counts as a blank line.
    """
    text = ""
    for paragraph in body(file).findall(qn("w:p")):
        for run in paragraph.iter(qn("w:r")):
            if _stands([*run.iterancestors(*_CHANGES)], date):
                text += text_of(run)
        marks = [mark for tag in _CHANGES for mark in paragraph.findall(f"{qn('w:pPr')}/{qn('w:rPr')}/{tag}")]
        if _stands(marks, date):
            text += "\n\n"
    return text.removesuffix("\n\n")


def accepted(file: bytes) -> str:
    """The text when every change is accepted."""
    return as_of(file, "9999")


def rejected(file: bytes) -> str:
    """The text when every change is rejected."""
    return as_of(file, "")


def changes(file: bytes) -> list[Any]:
    """Every `w:ins` and `w:del`."""
    return [*body(file).iter(*_CHANGES)]


def text_of(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """The words within an element, whether they stand or not."""
    found = element.iter(*_WORDS, *_BREAKS)
    return "".join(_BREAKS.get(e.tag, e.text or "") for e in found)


def _stands(marks: list[Any], date: str) -> bool:
    done = {mark.tag for mark in marks if mark.get(qn("w:date")) <= date}
    undone = {mark.tag for mark in marks} - done
    return qn("w:ins") not in undone and qn("w:del") not in done
