"""The page of a bundle that is read first: who approved what and when, and what vouches for it."""

import unicodedata

from hitl.audit import Record, verify
from hitl.audit.record import Row
from hitl.bundle.manifest import About
from hitl.bundle.signing import fingerprint
from hitl.domain import Status
from hitl.export.history import literal
from hitl.wording import version
from hitl.wording.answer import answer
from hitl.wording.moments import repair_line
from hitl.wording.readable import Readable, Repair, readable
from hitl.wording.verdicts import CHANGED, checked

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
    told += [f"**{CHANGED}**", ""] if findings else []
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
    of = Readable(record)
    number = of.outcome.number or max((revision.number for revision in of.revisions), default=0)
    told = [f"- Review: {line(of.review.id)}", f"- Title: {line(of.review.title)}"]
    for row, _ in [each for each in zip(record.revisions, of.revisions, strict=True) if each[1].number == number][:1]:
        approved = "approved" if of.outcome.status == Status.ACCEPTED else "not approved"
        told += [f"- Text: {version(number)}, {approved}", f"- SHA-256 of the text: {line(str(row.get('sha256')))}"]
    return [*told, f"- Last seal: {line(str(record.review.get('head') or ''))}"]


def _repair(row: Row) -> str:
    """A repair, with its reason and what was written anew."""
    repair = readable(Repair, row)
    why = f" The reason: “{repair.reason}”" if repair.reason else ""
    told = f"{repair_line(repair)}.{why} Written anew: {', '.join(repair.changed)}."
    return f"    - {line(told)}"


def _shown(char: str) -> str:
    """A character, or what stands for one that would not be seen: controls, and what turns the direction of writing."""
    category = unicodedata.category(char)
    return "\N{REPLACEMENT CHARACTER}" if category in ("Cc", "Cs") or char in _TURNS else char


_TURNS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
