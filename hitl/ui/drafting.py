"""A draft as it is being written. The page only follows: the worker writes on without it."""

import time
from collections.abc import Iterator

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from hitl import wording
from hitl.desk import ReviewDesk
from hitl.domain import Review, Status
from hitl.errors import StoreFault
from hitl.pace import Pace
from hitl.ui import components
from hitl.ui.actions import act
from hitl.ui.actor import actor
from hitl.ui.feedback import brief_and_feedback
from hitl.ui.refusals import messages
from hitl.ui.session import heed
from hitl.ui.text_panel import chosen_revision

FRAME_SECONDS = 0.05
"""At most so often is the growing text drawn anew."""

FRAMES_A_SECOND = 100
"""The same for all pages together: a frame takes 0.4 ms, so that fifty pages would leave too little for clicks."""

POLL_SECONDS = 0.25
LOOK_SECONDS = 0.01
PATIENCE_SECONDS = 0.15
"""How long a decision may take to be carried out before the page says that it is at work."""

TURN_SECONDS = 3.0
"""The same for a decision that no model has to write for, which a busy machine carries out in less."""

BLINK_SECONDS = 0.03
"""The same for a draft, once the built-in writer is at it; no model elsewhere is as quick as that."""


_frames = Pace(FRAMES_A_SECOND, FRAME_SECONDS)


def settled_soon(desk: ReviewDesk, review: Review) -> Review:
    """The review, seen to, after a short wait if it is only passing through; spares the page a flicker."""
    began = time.monotonic()
    while desk.attend(review):
        waited = time.monotonic() - began
        if waited > TURN_SECONDS or (waited > PATIENCE_SECONDS and not _needs_no_model(desk, review)):
            break
        heed()
        live = desk.live(review.id)
        if live and not live.ends(BLINK_SECONDS if desk.settings.offline else 0):
            break
        if not live:
            time.sleep(LOOK_SECONDS * (1 if waited < PATIENCE_SECONDS else 5))
        review = desk.review(review.id)
    return review


def drafting(desk: ReviewDesk, review: Review) -> None:
    """Show the growing text until the review waits or has ended, then draw the page anew."""
    review_id, number = review.id, review.counters.texts
    left, right = components.text_and_side()
    with left:
        chosen_revision(number, f"while-{review.id}-{number}", disabled=True)  # it stands there before and after
        situation = st.empty()
        with st.container(key="draft"):
            slot = st.empty()
    live = desk.live(review.id)
    slot.html(components.draft_html((live.text if live else "") or " "))
    with right:
        st.header(f"Writing revision {number + 1}", anchor=False)
        said = st.container()
        decisions = desk.decisions(review.id)
        decided = len(decisions)
        if decided:
            components.text(wording.told(decisions[-1]))
        key, icon = f"halt-{review.id}-{number}-{decided}", ":material/stop_circle:"
        act("Stop", key, review_id, lambda: desk.halt(review_id, decided, actor()), icon=icon)
        with said:
            messages(review.id)
        components.remark("You may leave this page: the draft goes on without it.")
        beside = st.container()
    for place, _ in enumerate(_frames_of(desk, review, situation, slot)):
        if place == 1:  # the first words were shown, or are long in coming: what can wait is drawn now
            with beside:
                brief_and_feedback(review, None, decisions)
    st.rerun()


def _frames_of(desk: ReviewDesk, review: Review, situation: DeltaGenerator, slot: DeltaGenerator) -> Iterator[None]:
    """Draw what has come until nothing more will; each turn heeds a click elsewhere and a closed tab."""
    seen, said, shown = -1, "", ""
    while review.status is Status.DRAFTING and not review.damage:
        live = desk.live(review.id)
        if live is None:
            said = desk.fault(review.id) or "Starting …"
            situation.html(components.remark_html(said))
            yield
            time.sleep(POLL_SECONDS)
        while live and not live.over:
            seen = live.wait(seen, POLL_SECONDS)
            what = "Waiting until another draft is finished." if live.queued else "Drafting …"
            if what != said:
                situation.html(components.remark_html(what))
                said = what
            if (text := live.text) != shown:
                slot.html(components.draft_html(text or " "))
                shown = text
            heed()
            yield
            if seen:  # the first words are shown at once, and so are the last
                live.pause(_frames.pause())
        review = _now(desk, review)


def _needs_no_model(desk: ReviewDesk, review: Review) -> bool:
    """True while a person's own text is being carried out: no model has to write."""
    if review.status is not Status.DRAFTING or review.damage or desk.live(review.id):
        return False
    decisions = desk.decisions(review.id)
    return decisions[-1].goto != "draft" if decisions else review.opening is not None


def _now(desk: ReviewDesk, review: Review) -> Review:
    """The review as it stands, seen to; as it stood where the database cannot be asked just now."""
    try:
        review = desk.review(review.id)
        desk.attend(review)
    except StoreFault:
        time.sleep(POLL_SECONDS)
    return review
