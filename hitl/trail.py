"""The whole trail of a review as rows, and as files to take along: CSV, Markdown, JSON."""

import csv
import io
import json
import re
from collections.abc import Sequence
from datetime import datetime
from textwrap import shorten

from hitl.domain import Author, Decision, Review, Revision, Status, Verb

Row = dict[str, str | int]

COLUMNS = ("time", "event", "revision", "who", "words", "why", "sha256")

_DID = {
    Verb.REVISE: "asked",
    Verb.ACCEPT: "accepted",
    Verb.EDIT: "edited by hand",
    Verb.RESTORE: "restored",
    Verb.ABANDON: "abandoned",
    Verb.RETRY: "tried again",
}
_FORMULA = re.compile(r"^\s*[=+\-@\t\r]")


def did(decision: Decision) -> str:
    """What was done, as a verb with its object: "asked", "restored revision 2"."""
    restored = "" if decision.restored is None else f" revision {decision.restored}"
    return _DID[decision.verb] + restored


def told(decision: Decision) -> str:
    """Who did what, and in which words: "Ann asked: Shorter."."""
    words = f": {decision.feedback}" if decision.feedback.strip() else ""
    return f"{decision.actor} {did(decision)}{words}"


def in_short(decision: Decision) -> str:
    """What was done, and the beginning of its words: "asked: “Shorter.”", as a clause without its subject."""
    words = shorten(decision.feedback, 100, placeholder=" …")
    return f"{did(decision)}: “{words}”" if words else did(decision)


def clock(at: str) -> str:
    """An ISO time in UTC as an editor writes it."""
    return datetime.fromisoformat(at).strftime("%d %b %Y, %H:%M UTC").lstrip("0")


def caused_by(revision: Revision, decisions: Sequence[Decision]) -> Decision | None:
    """The decision behind a revision; of a draft that was tried again, the feedback that it answers."""
    causes = [d for d in decisions if d.number <= revision.cause]
    while len(causes) > 1 and causes[-1].verb is Verb.RETRY:
        causes.pop()
    return causes[-1] if causes else None


def written_by(revision: Revision, decisions: Sequence[Decision]) -> str:
    """Who wrote a revision: a model by its name, "by hand", or the revision that it was restored from."""
    if revision.author is Author.MODEL:
        return revision.model
    cause = caused_by(revision, decisions)
    return "by hand" if cause is None or cause.restored is None else f"restored from v{cause.restored}"


def rows(review: Review, revisions: Sequence[Revision], decisions: Sequence[Decision]) -> list[Row]:
    """One row an event, oldest first: the start, each revision, each decision with what was seen, the end.

    `words` is the feedback, note or reason of a decision; `why` the reason of the route it took.
    """
    start: Row = _row(review.created_at, "started", 0, review.owner, review.brief.topic, "", "")
    events = [start, *(_revision_row(r, decisions) for r in revisions), *map(_decision_row, decisions)]
    events.sort(key=lambda row: row["time"])
    if review.status.finished:
        last = revisions[-1] if revisions else None
        number, digest = (last.number, last.sha256) if last else (0, "")
        verdict = "" if review.status is Status.ACCEPTED else ", not approved"
        event = f"ended: {review.status.value}{verdict}"
        events.append(_row(review.updated_at, event, number, "", "", review.ending, digest))
    return events


def as_csv(trail: Sequence[Row]) -> bytes:
    """The trail for a spreadsheet, in UTF-8 with the mark by which Excel knows it.

    A cell that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    writer.writerows({name: _inert(cell) for name, cell in row.items()} for row in trail)
    return file.getvalue().encode("utf-8-sig")


def as_json(review: Review, trail: Sequence[Row], revisions: Sequence[Revision]) -> str:
    """The trail and all texts as one JSON object."""
    texts = [{"number": r.number, "author": r.author, "sha256": r.sha256, "text": r.text} for r in revisions]
    whole = {"review": review.id, "title": review.title, "status": review.status, "trail": trail, "revisions": texts}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def as_markdown(review: Review, trail: Sequence[Row], revisions: Sequence[Revision]) -> str:
    """The trail as a table, then each text, fenced so that nothing in it acts as Markdown."""
    head = ["# Revision history", "", f"- Review: {review.id}", f"- Title: {_cell(review.title)}"]
    head += [f"- Status: {review.status.value}", "", f"| {' | '.join(COLUMNS)} |", f"|{' --- |' * len(COLUMNS)}"]
    table = [f"| {' | '.join(_cell(row[name]) for name in COLUMNS)} |" for row in trail]
    texts = [
        part for r in revisions for part in ("", f"## Revision {r.number} ({r.author.value})", "", _fenced(r.text))
    ]
    return "\n".join([*head, *table, *texts]) + "\n"


def _revision_row(revision: Revision, decisions: Sequence[Decision]) -> Row:
    who = written_by(revision, decisions)
    took = f"{revision.seconds:.1f} s, {revision.tokens:,} tokens" if revision.author is Author.MODEL else ""
    return _row(revision.at, "revision", revision.number, who, "", took, revision.sha256)


def _decision_row(decision: Decision) -> Row:
    seen, who, words = decision.seen_number, decision.actor, decision.feedback
    return _row(decision.at, did(decision), seen, who, words, decision.reason, decision.seen_sha256)


def _row(time: str, event: str, revision: int, who: str, words: str, why: str, digest: str) -> Row:
    return dict(zip(COLUMNS, (time, event, revision, who, words, why, digest), strict=True))


def _inert(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def _cell(cell: str | int) -> str:
    """A cell on one line, with every character that Markdown could act on made literal."""
    line = " ".join(str(cell).split())
    return re.sub(r"([\\`*_\[\]<>|~$&])", r"\\\1", line)


def _fenced(text: str) -> str:
    longest = max((len(run) for run in re.findall(r"~+", text)), default=0)
    fence = "~" * max(longest + 1, 3)
    return f"{fence}\n{text}\n{fence}"
