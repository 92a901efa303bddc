"""What a tab holds of widgets and boxes that it does not show any more."""

from collections.abc import Mapping

from streamlit.testing.v1 import AppTest

from hitl.ui.gone import MOST_KNOWN
from tests import test_pages as pages

desk, app = pages.desk, pages.app
"""The same fresh desk behind the pages, and the app opened by Ann."""


def page() -> None:
    """A page with a box that stays, one that is drawn at first, and a button that has another key at each stop."""
    import streamlit as st

    from hitl.ui.gone import MOST_KNOWN, let_go

    let_go()
    stop = st.session_state.setdefault("stop", 0)
    if not 0 < stop < 3 * MOST_KNOWN:
        st.text_area("Feedback", key="feedback", persist_state="session")
    st.checkbox("Stays", key="stays")

    def go_on(stop: int) -> None:
        st.session_state["stop"] = stop + 1

    st.button("Next", key=f"next-{stop}", on_click=go_on, args=(stop,))


def known(app: AppTest) -> Mapping[str, object]:
    """What Streamlit knows of the widgets of a tab, by their ids."""
    return app.session_state._state._state._new_widget_state.widget_metadata


def keys(app: AppTest) -> Mapping[str, str]:
    """The ids of the widgets of a tab by their keys."""
    return app.session_state._state._state._key_id_mapper._key_id_mapping


def walk(stops: int) -> AppTest:
    """The page after words were typed, a box was ticked, and so many stops were left behind."""
    app = AppTest.from_function(page, default_timeout=30).run()
    app.text_area[0].input("Name the hours.").run()
    app.checkbox[0].check().run()
    for _ in range(stops):
        app.button[0].click().run()
    return app


def test_a_tab_lets_go_of_the_widgets_of_earlier_stops() -> None:
    app = walk(2 * MOST_KNOWN)

    assert app.session_state["stop"] == 2 * MOST_KNOWN
    assert MOST_KNOWN // 2 <= len(known(app)) <= MOST_KNOWN + 1
    assert set(keys(app).values()) == set(known(app))
    assert {"feedback", "stays", f"next-{2 * MOST_KNOWN}", f"next-{2 * MOST_KNOWN - 20}"} <= keys(app).keys()
    assert "next-0" not in keys(app)


def test_what_was_typed_outlives_the_widgets_of_other_stops() -> None:
    app = walk(3 * MOST_KNOWN)

    assert app.text_area[0].value == "Name the hours."
    assert app.checkbox[0].value


def test_nothing_is_held_of_the_boxes_of_a_review_that_has_ended(app: AppTest) -> None:
    thread = pages.started(app)
    pages.type_into(app, "Feedback", "Good as it is.")
    pages.click(app, "Accept")
    held = [name for name in app.session_state._state.filtered_state if thread in name]

    assert "Accepted" in pages.shown(app)
    assert [name for name in held if name.startswith(("feedback", "own", "given", "sent", "by-hand"))] == []


def test_words_that_were_never_sent_are_held_also_where_the_review_has_ended(app: AppTest) -> None:
    pages.started(app)
    pages.click(app, "Edit by hand")
    pages.type_into(app, "Your text", "My own words.")
    pages.click(app, "Keep for later")
    pages.click(app, "Accept")
    app.run()

    assert "My own words." in pages.shown(app)
