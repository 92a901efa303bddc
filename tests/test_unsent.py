"""Words in a box that are sent while the page is being drawn, without a browser."""

from streamlit.testing.v1 import AppTest


def page() -> None:
    """A page whose run ends at a click, before the box is drawn, as another click may end it."""
    import streamlit as st

    from hitl.ui.kept import Words
    from hitl.ui.unsent import Box, text_box

    box = Box("feedback", "review")
    if st.button("Send", on_click=box.sent):
        st.stop()
    text_box("Feedback", box, Words("", 1))


def test_a_box_is_empty_once_its_words_were_sent() -> None:
    app = AppTest.from_function(page, default_timeout=30).run()
    app.text_area[0].input("Shorter.").run()
    app.button[0].click().run()
    app.run()

    assert app.text_area[0].value == ""


def test_words_typed_before_the_box_was_drawn_anew_are_not_taken_for_those_that_were_sent() -> None:
    app = AppTest.from_function(page, default_timeout=30).run()
    app.text_area[0].input("Shorter.").run()
    app.button[0].click().run()
    app.session_state["feedback-review"] = "Name the hours."
    app.run()

    assert app.text_area[0].value == "Name the hours."
