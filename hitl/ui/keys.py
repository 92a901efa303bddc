"""Stepping through the changes of a diff by keyboard."""

from pathlib import Path

import streamlit as st


def step_through_changes() -> None:
    """Two buttons, and the keys Up and Down while the diff has the focus, that lead from change to change."""
    _steps()(key="steps", width="content")


@st.cache_resource(show_spinner=False)
def _steps():  # type: ignore[no-untyped-def]  # noqa: ANN202 - Streamlit does not export the type of a component
    here = Path(__file__).parent
    return st.components.v2.component(
        "hitl_steps",
        html='<span><button type="button">Previous change</button> <button type="button">Next change</button></span>',
        css=(here / "copy.css").read_text(encoding="utf-8"),
        js=(here / "steps.js").read_text(encoding="utf-8"),
    )
