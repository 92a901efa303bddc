"""The right side of the review page: what the editor says and decides at a stop."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from hitl.desk import ReviewDesk
from hitl.domain import Decision, Review, Stop, Verb
from hitl.policy import last_look
from hitl.ui import components
from hitl.ui.actions import act, step
from hitl.ui.actor import actor
from hitl.ui.components import escaped
from hitl.ui.kept import Words
from hitl.ui.refusals import messages
from hitl.ui.session import by_hand
from hitl.ui.text_panel import displayed, show_latest
from hitl.ui.unsent import Box, text_box

QUICK_ASKS = ("Shorter", "Friendlier", "Simpler words", "Keep one number", "Add a call to action")


def decision_panel(desk: ReviewDesk, review: Review, stop: Stop, decisions: Sequence[Decision]) -> None:
    """Take feedback and a decision on the text that the stop names; it is accepted only where it is displayed."""
    st.header("Your decision", anchor=False)
    messages_here = st.container()
    last = last_look(stop, review.policy)
    _situation(stop, last)
    feedback = Box("feedback", review.id)
    _take_quick_ask(stop, feedback)
    sent_last = decisions[-1].feedback if decisions else ""
    beginning = Words(stop.ask, stop.number)
    text_box("Feedback", feedback, beginning, hint=_hint(stop, last), sent_last=sent_last)
    if stop.number and not last:
        _quick_asks(stop, feedback)
    _own_text_waits(review)
    _buttons(desk, review, stop, feedback, at_last=bool(last))
    with messages_here:
        messages(review.id)


def _situation(stop: Stop, last: str) -> None:
    """What is special about this stop, in words."""
    if stop.problem and stop.problem.fault == "stopped":
        st.warning(escaped(f"{stop.problem.sentence} It counts as no revision."))
    elif stop.problem:
        show = st.error if stop.problem.can_retry else st.warning
        show(escaped(stop.problem.sentence))
    if last:
        st.info(last)


def _hint(stop: Stop, last: str) -> str:
    if not stop.number:
        return "Why do you abandon it?"
    if last:
        return "What is still wrong? It is kept as unresolved; with Accept as a note."
    return "Say what to change and why. With Accept it is kept as a note."


def _quick_asks(stop: Stop, feedback: Box) -> None:
    """Offer common asks; a chosen one is added before the box is drawn next."""
    key, take = f"asks-{stop.interrupt_id}", partial(_take_quick_ask, stop, feedback)
    if st.pills("Quick asks", QUICK_ASKS, key=key, on_change=take, wrap=True):  # the callback was lost
        st.rerun()


def _take_quick_ask(stop: Stop, feedback: Box) -> None:
    key = f"asks-{stop.interrupt_id}"
    if ask := st.session_state.get(key):
        typed = feedback.words.rstrip()
        feedback.fill(f"{typed} {ask}." if typed else f"{ask}.")
        st.session_state[key] = None


def _own_text_waits(review: Review) -> None:
    """Say so where a text of the editor's own is not saved, and lead back to it: nobody accepts another one for it."""
    if not Box("own", review.id).unsent:
        return
    with st.container(key="own-waits"):
        components.notes(["You have an unsaved text of your own. What you decide here is not about it."])
        label, icon, go_on = "Go on with your text", ":material/edit:", partial(by_hand, review.id, True)
        step(label, f"own-waits-{review.id}", go_on, icon=icon, type="tertiary")


def _buttons(desk: ReviewDesk, review: Review, stop: Stop, feedback: Box, *, at_last: bool) -> None:
    def button(label: str, verb: Verb, look: str = "secondary", shortcut: str | None = None) -> None:
        decide = partial(_decide, desk, review.id, stop, feedback, verb)
        act(label, f"{verb.value}-{stop.interrupt_id}", review.id, decide, type=look, shortcut=shortcut)

    failed = stop.problem is not None and stop.problem.can_retry and not at_last
    look = "secondary" if failed else "primary"
    elsewhere = displayed(stop) != stop.number
    with st.container(horizontal=True, gap="small"):
        if failed:
            button("Try again", Verb.RETRY, "primary")
        if stop.number and at_last:
            button("Close as not approved", Verb.REVISE)
        elif stop.number:
            button(f"Revise v{stop.number}" if elsewhere else "Revise", Verb.REVISE, shortcut="Ctrl+Enter")
        if stop.number and elsewhere:
            latest = partial(show_latest, stop)
            step(f"Go to v{stop.number}", f"latest-text-{stop.interrupt_id}", latest, type=look)
        elif stop.number:
            button(f"Accept v{stop.number}", Verb.ACCEPT, look)
        button("Abandon", Verb.ABANDON, "tertiary")


def _decide(desk: ReviewDesk, review_id: str, stop: Stop, feedback: Box, verb: Verb) -> None:
    """Decide with the words in the box; an ask that a failed draft gave back is neither a note nor a reason.

    Where the words were changed since a draft failed, to try again is to ask with these.
    """
    own = feedback.words if feedback.touched else ""
    if verb is Verb.RETRY and stop.number and own.strip():
        verb = Verb.REVISE
    click, shown = (review_id, stop, actor()), displayed(stop)
    match verb:
        case Verb.RETRY:
            desk.retry(*click, shown)
        case Verb.REVISE:
            desk.revise(*click, feedback.words, shown)
        case Verb.ACCEPT:
            desk.accept(*click, own, shown)
        case Verb.ABANDON:
            desk.abandon(*click, own, shown)
    if stop.number or verb is not Verb.RETRY:
        feedback.sent()
