"""Files to take along, made when they are asked for."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from hitl.domain import Decision, Review
from hitl.export import Format, What
from hitl.ui.browser import owned


def downloads(
    formats: Sequence[Format[What]], name: str, review: Review, what: What, decisions: Sequence[Decision]
) -> None:
    """A menu with a button for each kind of file."""
    with (menu := st.popover("Download", icon=":material/download:", key=f"files-{name}", on_change="rerun")):
        for kind in formats if menu.open else ():
            st.download_button(
                kind.label,
                partial(kind.of, review, what, decisions),
                f"{name}.{kind.ending}",
                owned(kind.mime),
                on_click="ignore",
                key=f"file-{name}-{kind.ending}",
                width="stretch",
            )
