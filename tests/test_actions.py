"""Clicks whose reports Streamlit loses, one or the other, without a browser."""

from streamlit.testing.v1 import AppTest


def page() -> None:
    """A page on which one report of a click is lost before the button is drawn."""
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    from hitl.ui.actions import forget_pressed, pressed

    if st.session_state.get("lose") == "value":  # an earlier run of the page ends just now
        context = get_script_run_ctx()
        assert context is not None
        context.session_state._state._reset_triggers()
    if st.session_state.get("lose") == "callback":  # the server was started anew
        st.session_state.pop("pressed", None)
    if st.session_state.get("lose") != "button" and pressed("Replay", key="replay"):
        st.session_state["times"] = st.session_state.get("times", 0) + 1
    forget_pressed()


def times(lose: str) -> int:
    """How often a click was heard of, also in the runs after it."""
    app = AppTest.from_function(page, default_timeout=30).run()
    app.session_state["lose"] = lose
    app.button[0].click().run()
    app.session_state["lose"] = ""
    app.run()
    return int(app.session_state["times"]) if "times" in app.session_state else 0


def test_a_click_is_heard_of_once() -> None:
    assert times("") == 1


def test_a_click_is_heard_of_where_its_value_was_lost() -> None:
    assert times("value") == 1


def test_a_click_is_heard_of_where_its_callback_was_lost() -> None:
    assert times("callback") == 1


def test_a_click_on_a_button_that_is_not_there_any_more_leads_nowhere_later() -> None:
    assert times("button") == 0


def page_that_is_ended() -> None:
    """A page on which another click ends the first run of what a click began."""
    import streamlit as st

    from hitl.ui.actions import carried_on, forget_pressed, pressed

    if pressed("Replay", key="replay"):
        with carried_on("replay"):
            tries = st.session_state["tries"] = st.session_state.get("tries", 0) + 1
            if tries == 1:
                st.stop()
            st.session_state["done"] = tries
    forget_pressed()


def test_what_a_click_began_is_begun_anew_once_where_another_click_ended_it() -> None:
    app = AppTest.from_function(page_that_is_ended, default_timeout=30).run()
    app.button[0].click().run()
    app.run()
    app.run()

    assert (app.session_state["tries"], app.session_state["done"]) == (2, 2)


def page_that_forgot_its_view() -> None:
    """A history page after a save, in whose run another click came before the view was drawn."""
    import streamlit as st

    from hitl.ui.comparison import _note_in_address

    st.session_state["start"], st.session_state["end"] = 1, 2
    st.button("Later", on_click=_note_in_address, args=(("start", "end"),))


def test_a_step_through_the_revisions_right_after_a_save_is_no_mistake() -> None:
    app = AppTest.from_function(page_that_forgot_its_view, default_timeout=30).run()
    app.button[0].click().run()

    assert not app.exception
    assert app.query_params == {"from": "1", "to": "2", "view": "Inline"}
