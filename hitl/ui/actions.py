"""Buttons whose clicks are not lost: each is heard of in both ways in which Streamlit reports a click."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

from hitl.errors import HitlError, Stale, StoreFault
from hitl.ui.refusals import say, say_overtaken, unsay


def act(
    label: str,
    key: str,
    scope: str,
    action: Callable[[], object],
    then: Callable[[], object] = st.rerun,
    **look: Any,  # noqa: ANN401 - of st.button
) -> None:
    """A button that carries out an action, `then` goes on; a refusal is said in the scope, in words.

    `messages` of the scope come after the button, though not on the screen: the page is drawn anew before it says so.

    Streamlit may lose the callback of a click (the first one after a restart of the server) or its return value
    (when another click follows at once, or when an earlier run of the page, or a look at what came meanwhile, ends
    at that moment), so the action hangs on both, and the second does not repeat it.
    It keeps the action of each button that it has drawn for as long as the tab lives: one that holds little is best.
    """

    def answer() -> None:
        st.session_state["answered"] = key, _done(scope, action)

    if st.button(label, key=key, on_click=answer, **look):
        answered, done = st.session_state.pop("answered", ("", False))
        if done if answered == key else _done(scope, action):
            then()
        else:
            st.rerun()  # the refusal may be said elsewhere on the page


def step(label: str, key: str, go: Callable[[], None], **look: Any) -> None:  # noqa: ANN401 - of st.button
    """A button that leads to another state of the page, from where it is not shown; `go` may come twice."""
    if st.button(label, key=key, on_click=go, **look):  # the callback was lost
        go()
        st.rerun()


def pressed(label: str, key: str, **look: Any) -> bool:  # noqa: ANN401 - of st.button
    """A button that is looked at where it is drawn: True if it was clicked.

    As in `act`, the click counts if either of its reports arrives.
    """
    clicked = st.button(label, key=key, on_click=_note, args=(key,), **look)
    if noted := st.session_state.get("pressed") == key:
        forget_pressed()
    return clicked or noted


@contextmanager
def carried_on(key: str) -> Iterator[None]:
    """What a click begins in this block, the next run begins anew where another click ends this one before its end."""
    _note(key)
    yield
    forget_pressed()


def forget_pressed() -> None:
    """At the end of a run: a click on a button that this page did not draw any more leads nowhere later."""
    st.session_state.pop("pressed", None)


def _note(key: str) -> None:
    st.session_state["pressed"] = key


def saved(_: object) -> None:
    """On the history page, once a revision was saved: show the step that led to it, and have it said."""
    for name in ("from", "to", "view"):
        st.query_params.pop(name, None)
    st.session_state.pop("view", None)
    st.session_state["saved"] = True


def say_saved() -> None:
    """Say, once, that a revision was saved."""
    if st.session_state.pop("saved", False):
        st.toast("Saved as the next revision.", icon=":material/check:")


def _done(scope: str, action: Callable[[], object]) -> bool:
    try:
        action()
    except StoreFault as fault:
        say(scope, f"{fault} Your click was not confirmed; your words are kept.")
        return False
    except Stale as late:
        say_overtaken(scope, str(late), late.seen, refused=True)
        return False
    except HitlError as refusal:
        say(scope, str(refusal))
        return False
    unsay(scope)  # a refusal of the same click's other report is void
    return True
