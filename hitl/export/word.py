"""A text as a Word document. This module imports python-docx, which takes longer than all else here: import it late."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

from docx import Document
from docx.document import Document as Docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph as DocxParagraph

from hitl.domain import Decision, Review, Revision
from hitl.export.language import language_tag
from hitl.export.layout import Paragraph, holdable, paragraphs, right_to_left, titled
from hitl.wording import NOT_APPROVED, approved, byline

_MOST_IN_A_PROPERTY = 255
"""Characters that python-docx takes in a core property."""

_RED = RGBColor(0xB0, 0x1E, 0x1E)

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first time that a zip file can hold."""


def document(review: Review, revision: Revision, decisions: Sequence[Decision]) -> bytes:
    """The text with its title, unless it opens with one of its own, as a document that is the same each time."""
    docx = begun(review, byline(review, revision, decisions), revision.at)
    layout = paragraphs(holdable(revision.text), review.brief.kind)
    if approved(review, revision, decisions):
        docx.core_properties.content_status = "Approved"
    else:
        docx.core_properties.content_status = NOT_APPROVED
        verdict = docx.add_paragraph(style="Subtitle").add_run(NOT_APPROVED)
        verdict.bold, verdict.font.color.rgb = True, _RED
    if not titled(layout):
        title = docx.add_paragraph(holdable(review.title), "Title")
        point(title, review.title)
    for paragraph in layout:
        _add(docx, paragraph)
    return saved(docx)


def begun(review: Review, author: str, at: str) -> Docx:
    """An empty document with its properties and the language that its spelling is checked in; `at` is an ISO time."""
    docx = Document()
    _drop_preview(docx)
    core = docx.core_properties
    core.title = holdable(review.title)[:_MOST_IN_A_PROPERTY]
    core.author = core.last_modified_by = holdable(author)[:_MOST_IN_A_PROPERTY]
    core.comments = ""
    core.created = core.modified = datetime.fromisoformat(at)
    tag = language_tag(review.brief.language)
    for language in docx.styles.element.iter(qn("w:lang")):
        for script in ("val", "eastAsia", "bidi") if tag else ():
            language.set(qn(f"w:{script}"), tag)
    return docx


def point(paragraph: DocxParagraph, words: str) -> None:
    """Let a paragraph run from right to left if its words do."""
    if not right_to_left(words):
        return
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(OxmlElement("w:bidi"), "w:spacing", "w:ind", "w:jc", "w:rPr")
    for run in paragraph.runs:
        run.font.rtl = True


def saved(docx: Docx) -> bytes:
    """The document's bytes, with the time of writing left out so that equal documents are equal files."""
    written, level = io.BytesIO(), io.BytesIO()
    docx.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(level, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _EARLIEST), old.read(name), zipfile.ZIP_DEFLATED)
    return level.getvalue()


def _drop_preview(docx: Docx) -> None:
    """Take out the picture of python-docx's template that file managers would show for ours."""
    links = docx.part.package.rels
    for name in [name for name, link in links.items() if link.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del links[name]


def _add(docx: Docx, paragraph: Paragraph) -> None:
    heading, item = f"Heading {paragraph.heading}" if paragraph.heading else "", "List Bullet" * paragraph.item
    added = docx.add_paragraph(style=heading or item or None)
    for run in paragraph.runs:
        added.add_run(run.text).bold = run.bold or None
    if paragraph.tight:
        added.paragraph_format.space_after = Pt(0)
    point(added, paragraph.words)
