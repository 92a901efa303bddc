"""What was refused or failed, in words, and what came meanwhile."""

from dataclasses import dataclass

import streamlit as st

from hitl.domain import Review
from hitl.errors import HitlError, StoreFault
from hitl.events import tell
from hitl.ui.components import escaped
from hitl.ui.session import address
from hitl.ui.unsent import show_unsent, unsent_in


@dataclass(frozen=True)
class _Late:
    """That somebody was faster, in words; the revision that this editor saw; whether a click of theirs was refused."""

    message: str
    seen: int
    refused: bool


def say(scope: str, message: str) -> None:
    """Leave a refusal for the next `messages` of the same scope, a review's id or a form's."""
    st.session_state.setdefault("said", {})[scope] = message


def say_overtaken(scope: str, message: str, seen: int, *, refused: bool = False) -> None:
    """Leave word of what somebody else did since this editor saw the revision `seen`, until they decide again.

    `refused` says that a click of theirs came too late for it.
    """
    kept = " Your words are kept." if refused and unsent_in(scope) else ""
    st.session_state.setdefault("overtaken", {})[scope] = _Late(f"{message}{kept}", seen, refused)


def unsay(scope: str) -> None:
    """Take back all that was refused in a scope: something was done there since."""
    for kind in ("said", "overtaken"):
        st.session_state.get(kind, {}).pop(scope, None)
    st.session_state.pop(f"stood-{scope}", None)  # where this leads to is no surprise


def messages(scope: str) -> None:
    """Show, once, what was refused here."""
    if message := st.session_state.get("said", {}).pop(scope, ""):
        st.error(escaped(message))


def overtaken(review: Review) -> None:
    """Where somebody was faster: who did what, and when; until this editor decides again, or has understood."""
    if (told := late(review.id)) is None:
        return
    (st.error if told.refused else st.info)(escaped(told.message))
    st.button("Understood", key=f"understood-{review.id}", on_click=unsay, args=(review.id,), type="tertiary")


def late(scope: str) -> _Late | None:
    """What this editor is told of somebody who was faster."""
    told: _Late | None = st.session_state.get("overtaken", {}).get(scope)
    return told


def dead_end(error: HitlError) -> None:
    """A plain page for an address or a database that leads nowhere just now."""
    st.error(escaped(str(error)))
    if isinstance(error, StoreFault):
        _try_again("Nothing that was recorded is lost, and what you typed is kept.", "try-the-database")
    else:
        st.write("Open another draft from the list, or start a new one, with the buttons above.")
        show_unsent(address())


def unforeseen(error: Exception) -> bool:
    """In place of Streamlit's own words where a page or a click failed by a mistake in the code, which the log tells.

    Also where an earlier run of the same tab, as it ends, changes what this one begins with: Streamlit has a lock for
    each run, and none for the tab. True, as Streamlit wants it from whoever has said something.
    """
    tell("broken", address(), mistake=error)
    with st.container(key="unforeseen"):
        st.error("Something went wrong on this page.")
        _try_again(
            "Nothing that was recorded is lost, and what you typed is kept. "
            "Look whether your last click has counted before you repeat it.",
            "try-the-page",
        )
    return True


def _try_again(words: str, key: str) -> None:
    st.write(words)
    st.button("Try again", key=key, type="primary")
