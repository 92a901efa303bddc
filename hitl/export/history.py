"""The whole trail of a review as files to take along: CSV, Markdown, JSON."""

import csv
import io
import json
import re
from collections.abc import Sequence

from hitl.domain import Decision, Review, Revision
from hitl.wording import COLUMNS, rows, taken_from

_LIVE = re.compile(
    r"\A(?=[\s\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r])"
    r"|(?<=[;\n\r])(?=[^\S\n\r]*(?:[=+@\uff1d\uff0b\uff20]|[-\uff0d](?![\s)])))"
)
"""Where a spreadsheet would begin a formula: "=", "+", "-", "@", full-width or not, after blanks that show or not.

Also within a cell: where the local separator is a semicolon, Excel cuts our lines there and at line ends. A dash
before a blank is a list there, and ";-)" a smile.
"""


def as_csv(review: Review, revisions: Sequence[Revision], decisions: Sequence[Decision]) -> bytes:
    """The trail for a spreadsheet, in UTF-8 with the mark by which Excel knows it.

    What a spreadsheet would run as a formula gets an apostrophe before it.
    """
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    trail = rows(review, revisions, decisions)
    writer.writerows({name: _inert(cell) for name, cell in row.items()} for row in trail)
    return file.getvalue().encode("utf-8-sig")


def as_json(review: Review, revisions: Sequence[Revision], decisions: Sequence[Decision]) -> bytes:
    """The trail and all texts as one JSON object; `taken_from` names the origin of a text that was taken over."""
    whole: dict[str, object] = {"review": review.id, "title": review.title, "status": review.status}
    whole |= {"trail": rows(review, revisions, decisions), "revisions": [_text(review, each) for each in revisions]}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def as_markdown(review: Review, revisions: Sequence[Revision], decisions: Sequence[Decision]) -> bytes:
    """The trail as a table, then each text, fenced so that nothing in it acts as Markdown."""
    head = ["# Revision history", "", f"- Review: {review.id}", f"- Title: {literal(review.title)}"]
    head += [f"- Status: {review.status.value}", "", f"| {' | '.join(COLUMNS)} |", f"|{' --- |' * len(COLUMNS)}"]
    trail = rows(review, revisions, decisions)
    table = [f"| {' | '.join(literal(row[name]) for name in COLUMNS)} |" for row in trail]
    texts = [part for r in revisions for part in ("", f"## {_heading(review, r)}", "", _fenced(r.text))]
    return ("\n".join([*head, *table, *texts]) + "\n").encode()


def _text(review: Review, r: Revision) -> dict[str, object]:
    origin = taken_from(review, r)
    taken = origin and {"review": origin[0], "revision": origin[1]}
    return {"number": r.number, "author": r.author, "taken_from": taken, "sha256": r.sha256, "text": r.text}


def _heading(review: Review, revision: Revision) -> str:
    origin = taken_from(review, revision)
    by = f"taken from v{origin[1]} of review {literal(origin[0])}" if origin else revision.author.value
    return f"Revision {revision.number} ({by})"


def _inert(cell: str | int) -> str | int:
    return _LIVE.sub("'", cell) if isinstance(cell, str) else cell


def literal(cell: str | int) -> str:
    """A cell or title on one line, with every character that Markdown could act on made literal."""
    line = " ".join(str(cell).split())
    return re.sub(r"([\\`*_\[\]<>|~$&#])", r"\\\1", line)


def _fenced(text: str) -> str:
    longest = max((len(run) for run in re.findall(r"~+", text)), default=0)
    fence = "~" * max(longest + 1, 3)
    return f"{fence}\n{text}\n{fence}"
