"""What came of a check, in words: was anything changed, would the loop end so again, is a noted head one of these."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hitl.audit import Finding, Record
from hitl.domain import Status
from hitl.wording import counted
from hitl.wording.moments import moments, repair_line
from hitl.wording.readable import Repair, readable

LIMITS = (
    "A seal is a fingerprint of one step and of the seal before it: whoever changes, removes or adds a step afterwards "
    "leaves seals that do not fit.",
    "It does not show that a name was typed by its owner, and whoever can write into the whole database could seal "
    "another story from its start; only a last seal that was noted elsewhere shows that.",
)
"""What seals prove and what they do not, in two sentences."""

REPAIRED = "This record was repaired."
CHANGED = "This record was changed after it was written, so this summary may be wrong."

_ENDS: dict[str, str] = {
    Status.DRAFTING: "as far as the review has come",
    Status.WAITING: "and came to the same stop",
}


@dataclass(frozen=True)
class Verdict:
    """Whether all is well (None: that cannot be told), a sentence, and more sentences, one for each further thing."""

    well: bool | None
    sentence: str
    more: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """All sentences."""
        return self.sentence, *self.more


def checked(record: Record, findings: Sequence[Finding]) -> Verdict:
    """What `verify` found in a record."""
    if findings:
        first, *others = (finding.told for finding in findings)
        return Verdict(False, first, tuple(others))
    number = counted(sum(1 for _ in record.steps()), "record")
    if record.repairs:
        repairs = [readable(Repair, row) for row in record.repairs]
        more = tuple(f"{repair_line(repair)}: {', '.join(repair.changed)}." for repair in repairs)
        return Verdict(None, f"{REPAIRED} Nothing was changed since: {number} are as they were sealed.", more)
    return Verdict(True, f"Nothing was changed: {number}, their texts and saved states are as they were sealed.")


def replayed(record: Record, steps: int, difference: str = "") -> Verdict:
    """What came of a replay that took so many steps as recorded, until a first difference if there was one."""
    same = f"Run again from the record, the loop took the same {counted(steps, 'step')}"
    if difference:
        return Verdict(False, f"{same}, then went another way.", (difference,))
    end = _ENDS.get(str(record.review.get("status")), "and ended the same way")
    return Verdict(True, f"{same} {end}; no model was asked.")


def compared(record: Record, findings: Sequence[Finding], noted: str) -> Verdict:
    """Whether a last seal that was noted earlier is one of a record's; `findings` are those of `verify`."""
    head = "".join(noted.split()).lower()
    if not re.fullmatch(r"[0-9a-f]{64}", head):
        others = re.search(r"[^0-9a-f]", head)
        what = "this has others in it" if others else f"this has {counted(len(head), 'character')}"
        return Verdict(None, f"This is no seal: a seal has 64 of the characters 0-9 and a-f; {what}.")
    lines = {moment.seal: moment.line for moment in moments(record) if moment.seal}
    if head not in lines:
        return Verdict(
            False,
            "None of this review’s records has this seal. If it was noted of this review, then what was sealed has "
            "been removed or replaced since.",
        )
    place = list(lines).index(head) + 1
    later = len(lines) - place
    which = f"This is the seal of step {place} of {len(lines)}, “{lines[head]}”."
    since = f"{counted(later, 'step')} came since." if later else "It is the last one."
    if findings:
        return Verdict(False, f"{which} {since} But not all is as it was sealed: see what Verify says.")
    return Verdict(True, f"{which} {since} All up to it is as it was when the seal was noted.")
