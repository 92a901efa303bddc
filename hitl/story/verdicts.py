"""What came of a check, in words: was anything changed, would the loop end so again, is a noted head one of these."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hitl.audit import Finding, Record
from hitl.domain import Status
from hitl.story.moments import Moment, moments, repair_line
from hitl.story.reading import several, words
from hitl.trail import counted

LIMITS = (
    "A seal is a fingerprint of one step and of the seal before it: whoever changes, removes or adds a step afterwards "
    "leaves seals that do not fit.",
    "It does not show that a name was typed by its owner, and whoever can write into the whole database could seal "
    "another story from its start; only a last seal that was noted elsewhere shows that.",
)
"""What seals prove and what they do not, in two sentences."""

REPAIRED = "This record was repaired."

_SEAL = re.compile(r"[0-9a-f]{64}")
_SHORT = re.compile(r"[0-9a-f]{0,63}")


@dataclass(frozen=True)
class Verdict:
    """Whether all is well (None: that cannot be told), a sentence, and more sentences, one for each further thing."""

    well: bool | None
    sentence: str
    more: tuple[str, ...] = ()


def checked(record: Record, findings: Sequence[Finding]) -> Verdict:
    """What `verify` found in a record."""
    if findings:
        first, *others = (finding.told for finding in findings)
        return Verdict(False, first, tuple(others))
    number = counted(sum(1 for _ in record.steps()), "record")
    if record.repairs:
        repairs = tuple(f"{repair_line(row)}: {', '.join(several(row, 'changed'))}." for row in record.repairs)
        return Verdict(None, f"{REPAIRED} Nothing was changed since: {number} are as they were sealed.", repairs)
    return Verdict(True, f"Nothing was changed: {number}, their texts and saved states are as they were sealed.")


def replayed(record: Record, steps: int, difference: str = "") -> Verdict:
    """What came of a replay that took so many steps as recorded, until a first difference if there was one."""
    same = f"the same {counted(steps, 'step')}"
    if difference:
        return Verdict(False, f"Run again from the record, the loop took {same}, then went another way.", (difference,))
    match words(record.review, "status"):
        case Status.DRAFTING:
            end = "as far as the review has come"
        case Status.WAITING:
            end = "and came to the same stop"
        case _:
            end = "and ended the same way"
    return Verdict(True, f"Run again from the record, the loop took {same} {end}; no model was asked.")


def compared(record: Record, findings: Sequence[Finding], noted: str) -> Verdict:
    """Whether a last seal that was noted earlier is one of a record's; `findings` are those of `verify`."""
    head = "".join(noted.split()).lower()
    if not _SEAL.fullmatch(head):
        what = f"this has {counted(len(head), 'character')}" if _SHORT.fullmatch(head) else "this has others in it"
        return Verdict(None, f"This is no seal: a seal has 64 of the characters 0-9 and a-f; {what}.")
    sealed = [moment for moment in moments(record) if moment.seal]
    place = next((place for place, moment in enumerate(sealed, 1) if moment.seal == head), 0)
    if not place:
        return Verdict(
            False,
            "None of this review’s records has this seal. If it was noted of this review, then what was sealed has "
            "been removed or replaced since.",
        )
    return _found(sealed, place, findings)


def _found(sealed: Sequence[Moment], place: int, findings: Sequence[Finding]) -> Verdict:
    which = f"This is the seal of step {place} of {len(sealed)}, “{sealed[place - 1].line}”."
    since = "It is the last one." if place == len(sealed) else f"{counted(len(sealed) - place, 'step')} came since."
    if findings:
        return Verdict(False, f"{which} {since} But not all is as it was sealed: see what Verify says.")
    return Verdict(True, f"{which} {since} All up to it is as it was when the seal was noted.")
