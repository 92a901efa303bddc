"""Noticing that somebody else has decided on what an editor reads: told beside the text, which stays as it is.

It does not change under their eyes, since nobody is to accept what they have not seen.
"""

import streamlit as st

from hitl import wording
from hitl.desk import ReviewDesk
from hitl.diff import compare
from hitl.domain import Review, Status, Stop
from hitl.errors import HitlError, NotFound
from hitl.ui.actions import pressed
from hitl.ui.components import escaped
from hitl.ui.diff_view import diff
from hitl.ui.refusals import late, say_overtaken

LOOK_SECONDS = 3.0


def notice(desk: ReviewDesk, review: Review) -> None:
    """Where the page stood at another stop before, and not this editor led on from there: who did, and what."""
    if review.stop is None:
        return
    last: Stop = st.session_state.setdefault(f"stood-{review.id}", review.stop)
    if last.interrupt_id != review.stop.interrupt_id and not late(review.id):
        say_overtaken(review.id, _told(desk, review), last.number)
    st.session_state[f"stood-{review.id}"] = review.stop


def came_meanwhile(desk: ReviewDesk, review: Review) -> None:
    """What has changed between the text that an overtaken editor saw and the one that stands now."""
    told, latest = late(review.id), review.counters.texts
    if told and 0 < told.seen < latest:
        st.header(f"What changed from v{told.seen}, which you saw, to v{latest}", anchor=False)
        diff(compare(desk.revision(review.id, told.seen).text, desk.revision(review.id, latest).text))


@st.fragment(run_every=LOOK_SECONDS)
def keep_watch(desk: ReviewDesk, review_id: str, stop: Stop | None) -> None:
    """Say, while the page stays open, once the stop is not the current one any more, and lead on at a click."""
    try:
        review = desk.review(review_id)
        told = "" if review.stop == stop else _told(desk, review)
    except NotFound:
        st.info("This review has been deleted meanwhile.")
        return
    except HitlError:  # whoever decides is told then
        return
    if told:
        st.info(escaped(told))
        if pressed("Show where it stands", key=f"lead-on-{stop.interrupt_id if stop else ''}"):
            st.rerun()


def _told(desk: ReviewDesk, review: Review) -> str:
    decisions, number = desk.decisions(review.id), review.counters.texts
    who = (
        f"Meanwhile {decisions[-1].actor} {wording.in_short(decisions[-1])}"
        if decisions
        else "It has moved on meanwhile"
    )
    if review.status is Status.DRAFTING:
        return f"{who} · The next text is being written."
    if review.status.finished:
        return f"{who} · The review has ended: {review.status.value}."
    return f"{who} · {f'v{number} waits' if number else 'The review waits'} for a decision now."
