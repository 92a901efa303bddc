"""The history of a text as a Word document with tracked changes. Imports python-docx: import it late.

Markup by ECMA-376, part 1, 17.13.5: `w:ins` and `w:del` around runs, and inside a paragraph's own run
properties for its mark. A stretch that came and went is a `w:del` inside a `w:ins`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from docx.document import Document as Docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from hitl.domain import Decision, Review, Revision
from hitl.export.layout import holdable, right_to_left
from hitl.export.weave import Piece, woven
from hitl.export.word import begun, saved
from hitl.wording import NOT_APPROVED, approved, behind, byline

_MARK = "\r"
"""Stands for a blank line, which becomes a paragraph's end; no text holds it, for line ends are LF here."""

_BREAKS = {"\n": "w:br", "\t": "w:tab"}


@dataclass
class _Ink:
    """What is left to write: the stamps of each text by its number, and comments that have no place yet."""

    stamps: Mapping[int, tuple[str, str]]
    comments: dict[int, int]
    ids: Iterator[int] = field(default_factory=lambda: count(1))

    def mark(self, tag: str, number: int) -> BaseOxmlElement:
        """A `w:ins` or `w:del` with the author and time of a text."""
        author, at = self.stamps[number]
        names = {"id": str(next(self.ids)), "author": author, "date": at}
        return OxmlElement(tag, {qn(f"w:{name}"): value for name, value in names.items()})

    def due(self, piece: Piece) -> list[int]:
        """The ids of the comments whose first change is this piece."""
        found = (self.comments.pop(number, None) for number in sorted({piece.born, piece.gone}))
        return [comment for comment in found if comment is not None]


def document(review: Review, revisions: Sequence[Revision], decisions: Sequence[Decision]) -> bytes:
    """The first of the revisions, at least one, with what each later one changed, by whom and when.

    All changes rejected leave the first text, all accepted the last. The words that asked for a revision
    are a comment at its first change, or at the start where it changed nothing; so is where the first text
    was taken from.
    """
    docx = begun(review, review.owner, revisions[-1].at)
    docx.core_properties.content_status = _status(review, revisions[-1], decisions)
    docx.sections[0].header.paragraphs[0].text = _header(review, revisions, decisions)
    stamps = {number: _stamp(review, revision, decisions) for number, revision in enumerate(revisions, start=1)}
    pieces = woven([holdable(revision.text).replace("\n\n", _MARK) for revision in revisions])
    ink = _Ink(stamps, _comments(docx, review, revisions, decisions))
    changed = {number for piece in pieces for number in (piece.born, piece.gone)} - {1}  # the first is no change
    unchanged = [ink.comments.pop(number) for number in sorted({*ink.comments} - changed)]
    body = docx.element.body
    section = body[-1]
    for within, end in _paragraphs(pieces):
        section.addprevious(_written(within, end, ink, unchanged))
        unchanged = []
    return saved(docx)


def _stamp(review: Review, revision: Revision, decisions: Sequence[Decision]) -> tuple[str, str]:
    """Who and when. The author's name has the revision's number in it, so that Word colours each revision differently.

    It must differ for another reason: LibreOffice forgets what one author both inserted and deleted.
    """
    return holdable(f"{byline(review, revision, decisions)} (v{revision.number})"), _seconds(revision.at)


def _status(review: Review, last: Revision, decisions: Sequence[Decision]) -> str:
    return "Approved" if approved(review, last, decisions) else NOT_APPROVED


def _header(review: Review, revisions: Sequence[Revision], decisions: Sequence[Decision]) -> str:
    first, last = revisions[0], revisions[-1]
    numbers = f"v{first.number}" if first is last else f"v{first.number} to v{last.number}"
    return holdable(f"{review.title} · {numbers} · {_status(review, last, decisions)}")


def _comments(
    docx: Docx, review: Review, revisions: Sequence[Revision], decisions: Sequence[Decision]
) -> dict[int, int]:
    """The words behind each text as comments: number of the text -> id of its comment."""
    ids = {}
    for number, revision in enumerate(revisions, start=1):
        if said := behind(review, revision, decisions):
            who, at, words = map(holdable, said)
            initials = "".join(name[0] for name in who.split())[:3]
            comment = docx.comments.add_comment(words, who, initials)
            comment._comment_elm.set(qn("w:date"), _seconds(at))
            ids[number] = comment.comment_id
    return ids


def _paragraphs(pieces: Sequence[Piece]) -> Iterator[tuple[list[Piece], Piece | None]]:
    """What stands in each paragraph, and its end: None for the last one of the document.

    An end that came and went is left as two line breaks: of an end that is both inserted and deleted, LibreOffice
    keeps only the deletion, and would bring it back when all is rejected.
    """
    held: list[Piece] = []
    for piece in pieces:
        for part in filter(None, re.split(f"({_MARK})", piece.text)):
            cut = piece._replace(text=part)
            if part == _MARK and piece.born > 1 and piece.gone:
                held.append(cut._replace(text="\n\n"))
            elif part == _MARK:
                yield held, cut
                held = []
            else:
                held.append(cut)
    yield held, None


def _written(pieces: Sequence[Piece], end: Piece | None, ink: _Ink, comments: Sequence[int]) -> BaseOxmlElement:
    """The paragraph as `w:p`; `comments` are anchored at its start."""
    written = OxmlElement("w:p")
    properties = _inside(written, "w:pPr")
    standing = "".join(piece.text for piece in pieces if not piece.gone)
    rtl = right_to_left(standing or "".join(piece.text for piece in pieces))
    if rtl:
        _inside(properties, "w:bidi")
    _anchored(written, comments)
    for piece in pieces:
        _anchored(written, ink.due(piece), _tracked(piece, ink, rtl))
    if end:
        mark = _inside(properties, "w:rPr")
        if end.born > 1:
            mark.append(ink.mark("w:ins", end.born))
        if end.gone:
            mark.append(ink.mark("w:del", end.gone))
        _anchored(written, ink.due(end))
    return written


def _anchored(paragraph: BaseOxmlElement, comments: Sequence[int], *content: BaseOxmlElement) -> None:
    """Add content to a paragraph, with comments on it."""
    for comment in comments:
        _inside(paragraph, "w:commentRangeStart", id=str(comment))
    paragraph.extend(content)
    for comment in comments:
        _inside(paragraph, "w:commentRangeEnd", id=str(comment))
        run = _inside(paragraph, "w:r")
        _inside(_inside(run, "w:rPr"), "w:rStyle", val="CommentReference")
        _inside(run, "w:commentReference", id=str(comment))


def _tracked(piece: Piece, ink: _Ink, rtl: bool) -> BaseOxmlElement:
    """The piece as a run, within `w:del` if it went, within `w:ins` if it came after the first text."""
    tracked = _run(piece.text, bool(piece.gone), rtl)
    for tag, number in (("w:del", piece.gone), ("w:ins", piece.born if piece.born > 1 else 0)):
        if number:
            mark = ink.mark(tag, number)
            mark.append(tracked)
            tracked = mark
    return tracked


def _run(text: str, gone: bool, rtl: bool) -> BaseOxmlElement:
    run = OxmlElement("w:r")
    if rtl:
        _inside(_inside(run, "w:rPr"), "w:rtl")
    for part in filter(None, re.split(r"([\n\t])", text)):
        if part in _BREAKS:
            _inside(run, _BREAKS[part])
        else:
            words = _inside(run, "w:delText" if gone else "w:t")
            words.text = part
            words.set(qn("xml:space"), "preserve")
    return run


def _inside(parent: BaseOxmlElement, tag: str, **attributes: str) -> BaseOxmlElement:
    """A new last child of an element; its attributes are Word's own."""
    child = OxmlElement(tag, {qn(f"w:{name}"): value for name, value in attributes.items()})
    parent.append(child)
    return child


def _seconds(at: str) -> str:
    """An ISO time as Word writes it, without a fraction."""
    return datetime.fromisoformat(at).strftime("%Y-%m-%dT%H:%M:%SZ")
