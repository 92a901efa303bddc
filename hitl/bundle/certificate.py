"""The page of a bundle that is read first: who approved what and when, and what vouches for it."""

import unicodedata

from hitl.audit import Record, verify
from hitl.audit.record import Row
from hitl.bundle.manifest import About
from hitl.bundle.signing import fingerprint
from hitl.domain import Status
from hitl.export.history import literal
from hitl.story import answer, checked
from hitl.story.moments import repair_line
from hitl.story.reading import count, inside, several, version, words

CHANGED = "**This record was changed after it was written, so this may not be what happened.**"

NOT_SIGNED = (
    "No. Anybody can make a bundle in which everything fits. That this is the desk's own record shows only if its last "
    "seal is one that was noted earlier."
)
SIGNED = (
    "Yes, by the key with the fingerprint `{}`, if `hitl verify` says so. Whose key it is shows only by comparing this "
    "fingerprint with one that you have from its owner."
)


def certificate(record: Record, about: About, public: bytes) -> str:
    """A page in Markdown, made of the record, of what was found at the desk, and of the key that it is signed by."""
    findings = verify(record)
    verdict = checked(record, findings)
    told = ["# Certificate", "", line(answer(record)), ""]
    told += [CHANGED, ""] if findings else []
    told += [*_about(record), f"- Records: {line(verdict.sentence)}"]
    told += [f"    - {line(more)}" for more in verdict.more if findings]
    told += ["- Repaired: Yes.", *map(_repair, record.repairs)] if record.repairs else ["- Repaired: No."]
    told += [f"- Not as sealed at the desk when this was written: {line(each)}" for each in about.findings]
    told.append(f"- Signed: {SIGNED.format(fingerprint(public)) if public else NOT_SIGNED}")
    return "\n".join(told) + "\n"


def line(text: str) -> str:
    """Somebody's words on one line of Markdown, as text: nothing in them acts, hides, or turns the line around."""
    return literal("".join(map(_shown, " ".join(text.split()))))


def _about(record: Record) -> list[str]:
    """What the review is, and the text that was kept, or else the last one, by its SHA-256."""
    outcome, last = inside(record.review, "outcome"), max((count(r, "number") for r in record.revisions), default=0)
    number = count(outcome, "number") or last
    text = next((row for row in record.revisions if count(row, "number") == number), {})
    approved = words(outcome, "status") == Status.ACCEPTED
    told = [f"- Review: {line(words(record.review, 'id'))}", f"- Title: {line(words(record.review, 'title'))}"]
    if text:
        told.append(f"- Text: {version(number)}, {'approved' if approved else 'not approved'}")
        told.append(f"- SHA-256 of the text: {line(words(text, 'sha256'))}")
    return [*told, f"- Last seal: {line(words(record.review, 'head'))}"]


def _repair(row: Row) -> str:
    """A repair, with its reason and what was written anew."""
    why = f" The reason: “{words(row, 'reason')}”" if words(row, "reason") else ""
    told = f"{repair_line(row)}.{why} Written anew: {', '.join(several(row, 'changed'))}."
    return f"    - {line(told)}"


def _shown(char: str) -> str:
    """A character, or what stands for one that would not be seen: controls, and what turns the direction of writing."""
    category = unicodedata.category(char)
    return "\N{REPLACEMENT CHARACTER}" if category in ("Cc", "Cs") or char in _TURNS else char


_TURNS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
