"""A text, or the whole history of a review, as a file to take along.

Importing this is cheap: what writes Word documents is imported when the first one is written.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from hitl.domain import Decision, Review, Revision
from hitl.export.history import as_csv, as_json, as_markdown, literal
from hitl.export.layout import paragraphs, titled
from hitl.export.page import html

__all__ = [
    "FORMATS",
    "HISTORY_FORMATS",
    "Format",
    "docx",
    "html",
    "markdown",
    "text",
    "tracked_docx",
]

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


What = TypeVar("What", Revision, Sequence[Revision])


@dataclass(frozen=True)
class Format(Generic[What]):
    """A kind of file that a text, or all texts of a review, can be taken along in; `of` gives its bytes."""

    label: str
    ending: str
    mime: str
    of: Callable[[Review, What, Sequence[Decision]], bytes]


def text(_review: Review, revision: Revision, _decisions: Sequence[Decision]) -> bytes:
    """The words exactly, in UTF-8, and nothing else."""
    return revision.text.encode(errors="replace")


def markdown(review: Review, revision: Revision, _decisions: Sequence[Decision]) -> bytes:
    """The words exactly, below the title of the review unless they open with a heading of their own."""
    heading = "" if titled(paragraphs(revision.text, review.brief.kind)) else f"# {literal(review.title)}\n\n"
    return f"{heading}{revision.text}\n".encode(errors="replace")


def docx(review: Review, revision: Revision, decisions: Sequence[Decision]) -> bytes:
    """The text as a Word document; says so if the text is not approved."""
    from hitl.export import word

    return word.document(review, revision, decisions)


def tracked_docx(review: Review, revisions: Sequence[Revision], decisions: Sequence[Decision]) -> bytes:
    """All texts as one Word document: the first, and tracked changes from each to the next; at least one text."""
    from hitl.export import tracked

    return tracked.document(review, revisions, decisions)


FORMATS: tuple[Format[Revision], ...] = (
    Format("Text", "txt", "text/plain", text),
    Format("Markdown", "md", "text/markdown", markdown),
    Format("Word", "docx", _WORD, docx),
    Format("HTML", "html", "text/html", html),
)

HISTORY_FORMATS: tuple[Format[Sequence[Revision]], ...] = (
    Format("CSV", "csv", "text/csv", as_csv),
    Format("Markdown", "md", "text/markdown", as_markdown),
    Format("JSON", "json", "application/json", as_json),
    Format("Word", "docx", _WORD, tracked_docx),
)
"""Word needs at least one text; the others do not."""
