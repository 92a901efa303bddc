"""Was anything changed, and would the loop end so again: looked into at a click, told in words. Nothing is changed."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from hitl.audit import Finding, Record, verify
from hitl.desk import ReviewDesk
from hitl.domain import now
from hitl.errors import BadInput, NotReplayable
from hitl.story import Verdict, checked, replayed
from hitl.story.reading import clock, words
from hitl.trail import counted
from hitl.ui import components
from hitl.ui.actions import carried_on, pressed
from hitl.ui.browser import owned

FEW = 5
"""So many further findings are shown at once."""


@dataclass(frozen=True)
class _Check:
    """What came of a check, and when; `head` is the last seal at that time, `findings` those of a verification.

    `differs` has both values of what differed in a replay, `notes` what else should be known.
    """

    at: str
    head: str
    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    differs: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


def checks(desk: ReviewDesk, record: Record) -> Sequence[Finding]:
    """Verify and Replay with what came of them; the findings of a verification of the record as it stands."""
    with st.container(key="checks", horizontal=True, gap="small"):
        if pressed("Verify", key="verify", icon=":material/verified:", type="primary"):
            with carried_on("verify"):
                _keep(record, "verified", _verified(record))
        if pressed("Replay", key="replay", icon=":material/replay:"):
            with carried_on("replay"), st.spinner("Running it again …", width="content"):
                _keep(record, "replayed", _replayed(desk, record))
        unusable = _bundle(desk, record)
    if unusable:
        st.error(components.escaped(unusable))
    verified, run_again = _kept(record, "verified"), _kept(record, "replayed")
    for check in (verified, run_again):
        if check:
            _tell(check)
    return verified.findings if verified else ()


def _bundle(desk: ReviewDesk, record: Record) -> str:
    """The button that downloads the bundle; why there is none, where it could not be signed."""
    try:
        key = desk.archive.key
    except BadInput as unusable:
        return str(unusable)
    st.download_button(
        "Download the bundle",
        lambda: desk.archive.bundle(record),
        f"review-{words(record.review, 'id')[:8]}.zip",
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


def _verified(record: Record) -> _Check:
    found = verify(record)
    return _Check(now(), words(record.review, "head"), checked(record, found), tuple(found))


def _replayed(desk: ReviewDesk, record: Record) -> _Check:
    head = words(record.review, "head")
    try:
        came = desk.archive.replay(record)
    except NotReplayable as error:
        return _Check(now(), head, Verdict(None, str(error)))
    if (other := came.difference) is None:
        return _Check(now(), head, replayed(record, came.steps), notes=came.notes)
    values = (("Recorded", _readable(other.expected)), ("Came now", _readable(other.came)))
    return _Check(now(), head, replayed(record, came.steps, other.sentence), differs=values, notes=came.notes)


def _tell(check: _Check) -> None:
    tell(check.verdict, f"({clock(check.at)})")
    if check.differs:
        components.remark(" ".join(check.verdict.more))
        components.asked(check.differs)
    elif more := check.verdict.more:
        wrong = f"{counted(len(more), 'more thing')} {'is' if len(more) == 1 else 'are'} not as sealed"
        title = wrong if check.verdict.well is False else counted(len(more), "repair")
        with st.expander(title, expanded=len(more) <= FEW):
            st.html(f'<ul class="hitl-list">{"".join(f"<li>{escape(told)}</li>" for told in more)}</ul>')
    components.notes(check.notes)


def _keep(record: Record, kind: str, check: _Check) -> None:
    st.session_state[kind] = words(record.review, "id"), check


def _kept(record: Record, kind: str) -> _Check | None:
    """What came of a check in this session; None where the review has moved on since."""
    review_id, check = st.session_state.get(kind, ("", None))
    about = review_id == words(record.review, "id") and check and check.head == words(record.review, "head")
    return check if about else None


def _readable(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
