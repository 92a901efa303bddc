"""Who approved this text, what exactly did they see, why did it end: in a few sentences, at the top of the page."""

from hitl.audit import Record
from hitl.audit.record import Row
from hitl.domain import Status
from hitl.story.moments import moments
from hitl.story.reading import clock, count, inside, on_screen, short, stands, version, who, words
from hitl.story.verdicts import REPAIRED
from hitl.trail import beginning

MOST_WORDS = 300
"""Characters of somebody's words in an answer."""

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def answer(record: Record) -> str:
    """How a review stands or ended, as far as its record says so."""
    told = _answered(record)
    return f"{told} {REPAIRED}" if record.repairs else told


def _answered(record: Record) -> str:
    match words(record.review, "status"):
        case Status.ACCEPTED:
            return _accepted(record)
        case Status.ABANDONED:
            return _abandoned(record)
        case Status.CLOSED:
            return _closed(record)
        case Status.WAITING:
            return _waiting(record)
        case Status.DRAFTING:
            return _drafting(record)
    return "How this review stands cannot be read from its record. What can be read stands below."


def _accepted(record: Record) -> str:
    last = _last(record)
    if words(last, "verb") != "accept":
        return "The list says that a text was accepted, but the record holds no decision at its end that accepts one."
    number, digest = count(last, "seen_number"), words(last, "seen_sha256")
    told = f"{who(last)} accepted {version(number)} on {clock(words(last, 'at'))}."
    if not stands(record, number, digest):
        return (
            f"{told} The text that is stored as {version(number)} now is not the one that was accepted then "
            f"(SHA-256 {short(digest)}…)."
        )
    exactly = last.get("displayed") == number
    screen = "exactly these words were on the screen" if exactly else on_screen(last)
    return f"{told} It was the {_ordinal(number)} text of this review, and {screen} (SHA-256 {short(digest)}…)."


def _abandoned(record: Record) -> str:
    last = _last(record)
    if words(last, "verb") != "abandon":
        return "The list says that the review was abandoned, but the record holds no decision at its end that says so."
    number = count(last, "seen_number")
    waited = f", when {version(number)} waited for a decision" if number else ""
    reason = beginning(words(last, "feedback"), MOST_WORDS)
    return (
        f"{who(last)} abandoned the review on {clock(words(last, 'at'))}{waited}; {on_screen(last)}. "
        f"Nothing was approved. The reason: “{reason}”"
    )


def _closed(record: Record) -> str:
    outcome = inside(record.review, "outcome")
    when = words(outcome, "at") or words(record.review, "updated_at")
    reason = words(outcome, "reason") or words(record.review, "ending")
    kept = f" {version(count(outcome, 'number'))} is kept as it stood." if count(outcome, "number") else ""
    undone = beginning(words(outcome, "unresolved"), MOST_WORDS)
    left = f" What {who(_last(record))} asked for last was not carried out: “{undone}”" if undone else ""
    return (
        f"Nobody approved a text. The review closed by its rules on {clock(when)}. The reason: “{reason}”.{kept}{left}"
    )


def _waiting(record: Record) -> str:
    stop = next((m for m in reversed(moments(record)) if m.kind == "stop"), None)
    if stop is None:
        return "Nothing is decided yet, and the record does not say what waits for a decision."
    since = f", since {clock(stop.at)}" if stop.at else ""
    number = count(stop.row, "number")
    what = f"{version(number)} waits for a decision" if number else "The review waits with no draft"
    return f"Nothing is approved yet. {what}{since}."


def _drafting(record: Record) -> str:
    last = _last(record)
    since = words(last, "at") or words(record.review, "created_at")
    began = f"{who(record.review, 'owner')} began the review"
    after = f"{who(last)} decided on {version(count(last, 'seen_number'))}" if last else began
    return (
        f"Nothing is approved yet. A text is being made since {after}, {clock(since)}. What came so far stands below."
    )


def _last(record: Record) -> Row:
    return record.decisions[-1] if record.decisions else {}


def _ordinal(number: int) -> str:
    """A place in words: "third", "21st"."""
    if 1 <= number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    tail = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{tail}"
