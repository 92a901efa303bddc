"""The right side of the review page: what the editor says and decides at a stop."""

from functools import partial

import streamlit as st

from hitl.desk import ReviewDesk
from hitl.domain import Review, Stop
from hitl.policy import cap_reason
from hitl.ui.actions import act
from hitl.ui.actor import actor
from hitl.ui.session import escaped, messages, unsent_text

QUICK_ASKS = ("Shorter", "Friendlier", "Simpler words", "Add a call to action", "Stronger opening")


def decision_panel(desk: ReviewDesk, review: Review, stop: Stop) -> None:
    """Take feedback and a decision on exactly the text that the stop names."""
    st.header("Your decision", anchor=False)
    said = st.container()
    if stop.problem:
        st.error(escaped(stop.problem.sentence))
    spent = cap_reason(stop.counters, review.policy)
    if spent:
        st.info(
            f"Last look: {spent}. Accept this text, edit it by hand, restore an earlier one, abandon it, "
            "or close it as not approved; what you write below is then kept as unresolved."
        )
    hint = "What is still wrong?" if spent else "Say what to change and why. With Accept it is kept as a note."
    box = unsent_text("Feedback", "feedback", stop.interrupt_id, stop.ask, hint=hint)
    if not spent and stop.number:
        _quick_asks(stop, box)
    _buttons(desk, review, stop, box, last_look=bool(spent))
    with said:
        messages()


def _quick_asks(stop: Stop, box: str) -> None:
    key = f"asks-{stop.interrupt_id}"

    def fill() -> None:
        ask = st.session_state[key]
        if ask:
            typed = st.session_state[box].rstrip()
            st.session_state[box] = f"{typed} {ask}." if typed else f"{ask}."
            st.session_state[key] = None

    st.pills("Quick asks", QUICK_ASKS, key=key, on_change=fill, wrap=True)


def _buttons(desk: ReviewDesk, review: Review, stop: Stop, box: str, *, last_look: bool) -> None:
    def key(verb: str) -> str:
        return f"{verb}-{stop.interrupt_id}"

    def words() -> str:
        return str(st.session_state[box])

    here = partial(act, box=box)
    failed = stop.problem is not None and not last_look
    with st.container(horizontal=True, gap="small"):
        if failed:
            here("Try again", key("retry"), lambda: desk.retry(review.id, stop, actor()), type="primary")
        if stop.number:
            revise = "Close as not approved" if last_look else "Revise"
            shortcut = None if last_look else "Ctrl+Enter"
            here(revise, key("revise"), lambda: desk.revise(review.id, stop, actor(), words()), shortcut=shortcut)
            kind = "secondary" if failed else "primary"
            here(
                f"Accept v{stop.number}",
                key("accept"),
                lambda: desk.accept(review.id, stop, actor(), words()),
                type=kind,
            )
        here("Abandon", key("abandon"), lambda: desk.abandon(review.id, stop, actor(), words()), type="tertiary")
