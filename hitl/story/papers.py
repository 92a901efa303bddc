"""What can be read to the letter at a moment of a review: the text that was seen, the prompt, what was sealed, ..."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from hitl.audit import Record, content, prompt_of
from hitl.audit.record import Row
from hitl.errors import UNREADABLE
from hitl.story.moments import BUILT_IN, Moment
from hitl.story.reading import count, several, stands, text_of, version, words
from hitl.story.states import states
from hitl.trail import counted


@dataclass(frozen=True)
class Paper:
    """Something to read: its name, what to know before, and its parts, each a heading (or "") and the exact text."""

    name: str
    remark: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    form: Literal["text", "JSON"] = "text"


def papers(record: Record, moment: Moment) -> list[Paper]:
    """All papers of a moment, the one that is asked for most first."""
    found = [*_PAPERS[moment.kind](record, moment.row)]
    if moment.kind != "stop":
        found.append(_sealed(moment))
    return [*found, _state(record, moment)]


def _start(_record: Record, row: Row) -> Iterator[Paper]:
    if row.get("opening") is not None:
        yield Paper("Text", "The text that the review began with:", (("", words(row, "opening")),))


def _call(record: Record, row: Row) -> Iterator[Paper]:
    yield _prompt(record, row)
    yield _answer(record, row)


def _prompt(record: Record, row: Row) -> Paper:
    if not words(row, "model"):
        return Paper("Prompt", f"No model was asked. {BUILT_IN} was given {_given(record, count(row, 'cause'))}.")
    messages = prompt_of(record, row)
    if messages is None:
        return Paper("Prompt", "What was sent cannot be read any more: it, or what it repeats, was changed since.")
    remark = f"Sent to {words(row, 'model')}, {counted(len(messages), 'message')}, to the letter:"
    return Paper("Prompt", remark, tuple(messages))


def _given(record: Record, cause: int) -> str:
    """What a writer gets, in words, after a decision."""
    decisions = [row for row in record.decisions if count(row, "number") <= cause]
    asks = sum(_is_new(record, row) for row in decisions)
    seen = next((count(row, "seen_number") for row in decisions if count(row, "number") == cause), 0)
    given = ["the brief"] + [version(seen)] * bool(seen) + [counted(asks, "ask") + " for changes"] * bool(asks)
    return given[0] if len(given) == 1 else f"{', '.join(given[:-1])} and {given[-1]}"


def _is_new(record: Record, row: Row) -> bool:
    """Whether a decision brought an ask: the same words sent again after a failed draft are one."""
    number = count(row, "number")
    failed = any(call.get("problem") for call in record.calls if call.get("cause") == number - 1)
    before = (words(other, "feedback") for other in record.decisions if count(other, "number") == number - 1)
    again = failed and words(row, "feedback") in before
    return words(row, "verb") == "revise" and not again


def _answer(record: Record, row: Row) -> Paper:
    if row.get("problem"):
        partial = words(row, "answer")
        remark = "No draft came. Up to then there was:" if partial else "Nothing came."
        return Paper("Answer", remark, (("", partial),) if partial else ())
    if row.get("answer") is not None:
        return Paper("Answer", "All that the model sent:", (("", words(row, "answer")),))
    came = next((r for r in record.revisions if r.get("cause") == row.get("cause")), None)
    if came is None:
        return Paper("Answer", "It was the text of a revision that is not there any more.")
    number = count(came, "number")
    return Paper("Answer", f"It was the text of {version(number)}:", (("", text_of(record, number) or ""),))


def _revision(record: Record, row: Row) -> Iterator[Paper]:
    yield _text("Text", record, count(row, "number"), words(row, "sha256"))


def _stop(record: Record, row: Row) -> Iterator[Paper]:
    yield _text("Text put up", record, count(row, "number"), words(row, "sha256"))


def _decision(record: Record, row: Row) -> Iterator[Paper]:
    yield _text("Text decided on", record, count(row, "seen_number"), words(row, "seen_sha256"))
    if row.get("text") is not None:
        yield Paper("Text given", "The text that the editor put in its place:", (("", words(row, "text")),))


def _outcome(record: Record, row: Row) -> Iterator[Paper]:
    yield _text("Text kept", record, count(row, "number"), words(row, "sha256"))


def _repair(_record: Record, row: Row) -> Iterator[Paper]:
    yield Paper("Changed", "What was written anew:", (("", "\n".join(several(row, "changed"))),))


def _text(name: str, record: Record, number: int, digest: str) -> Paper:
    """A text by its number, and whether it is still the one with this SHA-256."""
    if not number:
        return Paper(name, "There was no text yet.")
    text = text_of(record, number)
    if text is None:
        return Paper(name, f"The text of {version(number)} is not there any more.")
    remark = f"{version(number)}, to the letter (SHA-256 {digest}):"
    if not stands(record, number, digest):
        remark = f"This is stored as {version(number)} now. It is not the text of then, whose SHA-256 is {digest}:"
    return Paper(name, remark, (("", text),))


def _sealed(moment: Moment) -> Paper:
    if not moment.seal:
        return Paper("Seal", "This record has no seal.", (("", _json(moment.row)),), "JSON")
    remark = "The seal is the SHA-256 of what is here as “sealed”, without blanks and with its names in order:"
    try:
        held = content(moment.kind, moment.row) if moment.kind != "stop" else {}
    except UNREADABLE:
        remark, held = "A part of what was sealed cannot be read. What can:", moment.row
    sealed = {"before": moment.before, "content": held, "kind": moment.kind, "v": moment.row.get("v")}
    whole = {"seal": moment.seal, "sealed": sealed}
    return Paper("Seal", remark, (("", _json(whole)),), "JSON")


def _state(record: Record, moment: Moment) -> Paper:
    name = "Saved state"
    if record.snapshots is None:
        return Paper(name, "The saved states of this review cannot be read.")
    state = states(record).get((moment.kind, moment.number))
    if state is None:
        return Paper(name, "No state was saved for this alone.")
    remark = "What the loop kept where it stopped next, and the node that follows there:"
    return Paper(name, remark, (("", _json(state)),), "JSON")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)


_PAPERS: dict[str, Callable[[Record, Row], Iterator[Paper]]] = {
    "start": _start,
    "call": _call,
    "revision": _revision,
    "stop": _stop,
    "decision": _decision,
    "outcome": _outcome,
    "repair": _repair,
}
