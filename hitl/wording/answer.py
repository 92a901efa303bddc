"""Who approved this text, what exactly did they see, why did it end: in a few sentences, at the top of the page."""

from hitl.audit import Record
from hitl.domain import Status, Verb
from hitl.wording import SECONDS, beginning, clock, decided, version
from hitl.wording.moments import moments, on_screen
from hitl.wording.readable import SOMEBODY, Readable
from hitl.wording.verdicts import REPAIRED

MOST_WORDS = 300
"""Characters of somebody's words in an answer."""

_LOST = {
    Status.ACCEPTED: "The list says that a text was accepted, but the record holds no decision at its end that accepts "
    "one.",
    Status.ABANDONED: "The list says that the review was abandoned, but the record holds no decision at its end that "
    "says so.",
}


def answer(record: Record) -> str:
    """How a review stands or ended, as far as its record says so."""
    of = Readable(record)
    match of.review.status:
        case Status.ACCEPTED | Status.ABANDONED as status:
            told = _by_decision(of, status)
        case Status.CLOSED:
            told = _closed(of)
        case Status.WAITING:
            told = _waiting(record)
        case Status.DRAFTING:
            told = _drafting(of)
        case _:
            told = "How this review stands cannot be read from its record. What can be read stands below."
    return f"{told} {REPAIRED}" if record.repairs else told


def _by_decision(of: Readable, status: Status) -> str:
    """The last decision accepted the text, or abandoned the review."""
    last, wanted = of.last, Verb.ACCEPT if status is Status.ACCEPTED else Verb.ABANDON
    if last is None or last.verb != wanted:
        return _LOST[status]
    which, digest = version(last.seen_number), last.seen_sha256[:8]
    told = f"{last.actor} {decided(last)} on {clock(last.at, SECONDS)}"
    if status is Status.ABANDONED:
        waited = f", when {which} waited for a decision" if last.seen_number else ""
        reason = beginning(last.feedback, MOST_WORDS)
        return f"{told}{waited}; {on_screen(last)}. Nothing was approved. The reason: “{reason}”"
    if not of.stands(last.seen_number, last.seen_sha256):
        other = f"The text that is stored as {which} now is not the one that was accepted then"
        return f"{told}. {other} (SHA-256 {digest}…)."
    exactly = last.displayed == last.seen_number
    return (
        f"{told}, and {'exactly these words were on the screen' if exactly else on_screen(last)} (SHA-256 {digest}…)."
    )


def _closed(of: Readable) -> str:
    outcome, who = of.outcome, of.last.actor if of.last else SOMEBODY
    on, reason = clock(outcome.at or of.review.updated_at, SECONDS), outcome.reason or of.review.ending
    kept = f" {version(outcome.number)} is kept as it stood." if outcome.number else ""
    undone = beginning(outcome.unresolved, MOST_WORDS)
    left = f" What {who} asked for last was not carried out: “{undone}”" if undone else ""
    return f"Nobody approved a text. The review closed by its rules on {on}. The reason: “{reason}”.{kept}{left}"


def _waiting(record: Record) -> str:
    stop = moments(record)[-1]
    if stop.kind != "stop":
        return "Nothing is decided yet, and the record does not say what waits for a decision."
    since = f", since {clock(stop.at, SECONDS)}" if stop.at else ""
    what = (
        f"{version(stop.value.number)} waits for a decision" if stop.value.number else "The review waits with no draft"
    )
    return f"Nothing is approved yet. {what}{since}."


def _drafting(of: Readable) -> str:
    last, review = of.last, of.review
    began = f"{last.actor} decided on {version(last.seen_number)}" if last else f"{review.owner} began the review"
    since = clock(last.at if last else review.created_at, SECONDS)
    return f"Nothing is approved yet. A text is being made since {began}, {since}. What came so far stands below."
