"""All feedback so far, newest first, beside the revisions that it led from and to."""

import streamlit as st

from hitl.desk import ReviewDesk
from hitl.domain import Decision, Review, Verb
from hitl.ui import components

_DID = {
    Verb.EDIT: "edited by hand",
    Verb.RETRY: "tried again",
    Verb.ACCEPT: "accepted",
    Verb.ABANDON: "abandoned the review",
}


def feedback_so_far(desk: ReviewDesk, review: Review) -> None:
    """Show what was asked for at each stop, and the way to the diffs."""
    decisions = desk.decisions(review.id)
    if not decisions:
        return
    st.divider()
    st.header("What was asked", anchor=False)
    components.asked([(f"v{d.seen_number}", _words(d)) for d in reversed(decisions)])
    st.page_link(
        "pages/history.py", label="See what changed", icon=":material/difference:", query_params={"thread": review.id}
    )


def _words(decision: Decision) -> str:
    if decision.verb is Verb.RESTORE:
        return f"{decision.actor} restored revision {decision.restored}"
    if decision.verb is Verb.REVISE:
        return decision.feedback
    said = f": {decision.feedback}" if decision.feedback else ""
    return f"{decision.actor} {_DID[decision.verb]}{said}"
