"""Something to read to the letter: a text, a prompt, JSON. All of it is shown as text, whatever is in it."""

import streamlit as st

from hitl.story import Paper
from hitl.ui import components


def show(paper: Paper, key: str) -> None:
    """A paper: what to know before, then each of its parts."""
    components.remark(paper.remark)
    for place, (heading, text) in enumerate(paper.parts):
        if paper.form == "JSON":
            st.code(text, language=None, wrap_lines=True)  # the colours of code are too pale to be read by all
            continue
        with st.container(key=f"paper-{key}-{place}", border=True):
            if heading:
                st.html(components.remark_html(heading))
            components.text(text)
        components.copy_button(text, key=f"copy-{key}-{place}")
