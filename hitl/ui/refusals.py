"""What was refused or failed, in words, and what came meanwhile."""

import streamlit as st

from hitl.desk import ReviewDesk
from hitl.diff import compare
from hitl.domain import Review
from hitl.errors import HitlError, Stale, StoreFault
from hitl.ui.components import escaped
from hitl.ui.diff_view import diff


def say(scope: str, message: str) -> None:
    """Leave a refusal for the next `messages` of the same scope, a review's id or a form's."""
    st.session_state.setdefault("said", {})[scope] = message


def say_stale(scope: str, late: Stale) -> None:
    """Leave the refusal of a click that came too late, until this editor decides again."""
    st.session_state.setdefault("overtaken", {})[scope] = str(late), late.seen


def unsay(scope: str) -> None:
    """Take back all that was refused in a scope: something was done there since."""
    for kind in ("said", "overtaken"):
        st.session_state.get(kind, {}).pop(scope, None)


def messages(scope: str) -> None:
    """Show, once, what was refused here."""
    if message := st.session_state.get("said", {}).pop(scope, ""):
        st.error(escaped(message))


def overtaken(review: Review) -> None:
    """Where somebody was faster: who did what, and when; until this editor decides again, or has understood."""
    message, _ = _late(review)
    if not message:
        return
    st.error(escaped(message))
    st.button("Understood", key=f"understood-{review.id}", on_click=unsay, args=(review.id,), type="tertiary")


def came_meanwhile(desk: ReviewDesk, review: Review) -> None:
    """What has changed between the text that an overtaken editor saw and the one that stands now."""
    _, seen = _late(review)
    latest = review.counters.texts
    if seen and latest > seen:
        st.header(f"What changed from v{seen}, which you saw, to v{latest}", anchor=False)
        diff(compare(desk.revision(review.id, seen).text, desk.revision(review.id, latest).text))


def _late(review: Review) -> tuple[str, int]:
    """The refusal of a click that came too late and the revision that it was about; "" and 0 where there is none."""
    late: tuple[str, int] = st.session_state.get("overtaken", {}).get(review.id, ("", 0))
    return late


def dead_end(error: HitlError) -> None:
    """A plain page for an address or a database that leads nowhere just now."""
    st.error(escaped(str(error)))
    if isinstance(error, StoreFault):
        st.write("Nothing that was recorded is lost, and what you typed is kept.")
        st.button("Try again", key="try-the-database", type="primary")
    else:
        st.write("Open another draft from the list, or start a new one, with the buttons above.")
