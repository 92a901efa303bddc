"""Was anything changed, and would the loop end so again: looked into at a click, told in words. Nothing is changed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

import streamlit as st

from hitl.audit import Finding, Record, verify
from hitl.desk import ReviewDesk
from hitl.domain import now
from hitl.errors import BadInput, NotReplayable
from hitl.ui import components
from hitl.ui.actions import carried_on, pressed
from hitl.ui.browser import owned
from hitl.wording import SECONDS, clock, counted
from hitl.wording.verdicts import Verdict, checked, replayed

FEW = 5
"""So many further findings are shown at once."""


@dataclass(frozen=True)
class _Check:
    """What came of a check at a time; `findings` are those of a verification.

    `differs` has both values of what differed in a replay, `notes` what else should be known.
    """

    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    differs: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    at: str = field(default_factory=now)


def checks(desk: ReviewDesk, record: Record) -> Sequence[Finding]:
    """Verify and Replay with what came of them; the findings of a verification of the record as it stands."""
    here, findings = (record.review.get("id"), record.review.get("head")), ()
    with st.container(key="checks", horizontal=True, gap="small"):
        if pressed("Verify", key="verify", icon=":material/verified:", type="primary"):
            with carried_on("verify"):
                found = verify(record)
                st.session_state["verified"] = here, _Check(checked(record, found), tuple(found))
        if pressed("Replay", key="replay", icon=":material/replay:"):
            with carried_on("replay"), st.spinner("Running it again …", width="content"):
                st.session_state["replayed"] = here, _replayed(desk, record)
        unusable = _bundle(desk, record)
    if unusable:
        st.error(components.escaped(unusable))
    for kind in ("verified", "replayed"):
        of, check = st.session_state.get(kind, (None, None))
        if check and of == here:  # the review has not moved on since
            _tell(check)
            findings = findings or check.findings
    return findings


def _bundle(desk: ReviewDesk, record: Record) -> str:
    """The button that downloads the bundle; why there is none, where it could not be signed."""
    try:
        key = desk.archive.key
    except BadInput as unusable:
        return str(unusable)
    st.download_button(
        "Download the bundle",
        lambda: desk.archive.bundle(record),
        f"review-{str(record.review.get('id'))[:8]}.zip",
        owned("application/zip"),
        on_click="ignore",
        icon=":material/download:",
        key="bundle",
        help=f"It is signed by the key with the fingerprint {key}." if key else "It is not signed.",
    )
    return ""


def tell(verdict: Verdict, when: str = "") -> None:
    """A verdict's first sentence in the look of an answer that is good, bad, or not to be had."""
    look = {True: st.success, False: st.error, None: st.info}[verdict.well]
    look(components.escaped(f"{verdict.sentence} {when}".rstrip()))


def _replayed(desk: ReviewDesk, record: Record) -> _Check:
    try:
        came = desk.archive.replay(record)
    except NotReplayable as error:
        return _Check(Verdict(None, str(error)))
    if (other := came.difference) is None:
        return _Check(replayed(record, came.steps), notes=came.notes)
    values = tuple((when, _words(value)) for when, value in (("Recorded", other.expected), ("Came now", other.came)))
    return _Check(replayed(record, came.steps, other.sentence), differs=values, notes=came.notes)


def _words(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _tell(check: _Check) -> None:
    tell(check.verdict, f"({clock(check.at, SECONDS)})")
    if check.differs:
        components.remark(" ".join(check.verdict.more))
        components.asked(check.differs)
    elif more := check.verdict.more:
        wrong = f"{counted(len(more), 'more thing')} {'is' if len(more) == 1 else 'are'} not as sealed"
        title = wrong if check.verdict.well is False else counted(len(more), "repair")
        with st.expander(title, expanded=len(more) <= FEW):
            st.html(f'<ul class="hitl-list">{"".join(f"<li>{escape(told)}</li>" for told in more)}</ul>')
    components.notes(check.notes)
