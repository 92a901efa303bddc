"""The brief, and all that was said so far, beside the text that is judged by them."""

from collections.abc import Sequence

import streamlit as st

from hitl import wording
from hitl.domain import Brief, Decision, Review, Revision
from hitl.ui import components
from hitl.ui.actions import pressed
from hitl.ui.bar import go

MOST_ASKED = 10
"""What was asked last stands beside the text; all of it is on the history page."""


def brief_and_feedback(review: Review, current: Revision | None, decisions: Sequence[Decision]) -> None:
    """Show the brief, folded away, then what was asked at each stop, newest first, and the way to the diffs."""
    with st.expander("The brief"):
        components.asked(_brief(review.brief, current))
    begun_from(review, "pages/review.py")
    if not decisions:
        return
    st.header("What was asked", anchor=False)
    components.asked([(_place(d), wording.told(d)) for d in reversed(decisions[-MOST_ASKED:])])
    earlier = len(decisions) - MOST_ASKED
    if earlier > 0:
        components.remark(f"{wording.counted(earlier, 'earlier decision')} in the history.")
    if pressed("See what changed", key=f"changes-{review.id}", icon=":material/difference:", type="tertiary"):
        go("pages/history.py", review.id)


def begun_from(review: Review, page: str) -> None:
    """The way to a page of the review that this one was begun from, if it was; a link would look chosen there."""
    if review.begun_from:
        origin, number = review.begun_from
        label = f"Begun from v{number} of an earlier draft"
        if pressed(label, key=f"origin-{review.id}", icon=":material/history:", type="tertiary"):
            go(page, origin)


def _brief(brief: Brief, current: Revision | None) -> list[tuple[str, str]]:
    musts = [("Must have", f"{must} ({_found(must, current)})" if current else must) for must in brief.must_haves]
    return wording.brief_told(brief) + musts


def _found(must: str, current: Revision) -> str:
    return "in the text" if must.strip().casefold() in current.text.casefold() else "not in these words"


def _place(decision: Decision) -> str:
    """Which text a decision was about, or led from and to."""
    if not decision.seen_number:
        return "start"
    leads_on = decision.goto in ("draft", "amend")
    return f"v{decision.seen_number} →" if leads_on else f"v{decision.seen_number}"
