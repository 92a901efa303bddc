"""A text as one HTML page that needs nothing but itself."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from html import escape
from itertools import groupby
from pathlib import Path

from hitl.domain import Decision, Review, Revision
from hitl.export.language import language_tag
from hitl.export.layout import Paragraph, Run, holdable, paragraphs, titled
from hitl.wording import NOT_APPROVED, approved, byline

_STYLE = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'"
)
_NOT_APPROVED = f'<p class="verdict" lang="en" dir="ltr">{NOT_APPROVED}</p>'


def html(review: Review, revision: Revision, decisions: Sequence[Decision]) -> bytes:
    """The text as one page that needs nothing but itself; says so if the text is not approved.

    It is escaped, each paragraph runs in its own direction, and nothing comes from outside.
    """
    layout = paragraphs(holdable(revision.text), review.brief.kind)
    title = escape(holdable(review.title))
    verdict = [] if approved(review, revision, decisions) else [_NOT_APPROVED]
    heading = [] if titled(layout) else [f'<h1 dir="auto">{title}</h1>']
    lines = "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{escape(language_tag(review.brief.language))}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta name="author" content="{escape(holdable(byline(review, revision, decisions)))}">',
            f"<title>{title}</title>",
            f"<style>{_STYLE}</style>",
            "</head>",
            "<body>",
            *verdict,
            *heading,
            "<main>",
            *_blocks(layout, 0 if titled(layout) else 1),
            "</main>",
            "</body>",
            "</html>\n",
        ]
    )
    return lines.encode()


def _blocks(layout: list[Paragraph], deeper: int) -> Iterator[str]:
    """The paragraphs as blocks; neighbouring items make one list. Headings go `deeper` below a title of ours."""
    for listed, group in groupby(layout, lambda paragraph: paragraph.item):
        if listed:
            yield from _lists(list(group))
            continue
        for paragraph in group:
            tag = f"h{min(paragraph.heading + deeper, 6)}" if paragraph.heading else "p"
            yield _element(tag, paragraph)


def _lists(items: list[Paragraph]) -> Iterator[str]:
    tight = ' class="tight"' if items[-1].tight else ""
    yield f'<ul dir="auto"{tight}>'
    yield from (_element("li", item) for item in items)
    yield "</ul>"


def _element(tag: str, paragraph: Paragraph) -> str:
    tight = ' class="tight"' if paragraph.tight and tag != "li" else ""
    return f'<{tag} dir="auto"{tight}>{"".join(map(_run, paragraph.runs))}</{tag}>'


def _run(run: Run) -> str:
    words = escape(run.text).replace("\n", "<br>")
    return f"<strong>{words}</strong>" if run.bold else words
