"""The pieces of the screen that run in the browser: small scripts of our own that get data and show it as text.

Data is a dict of plain values and tuples: about a list or a dict in it Streamlit asks pandas whether it is a data
frame, and imports that first, for 0.4 seconds.
"""

from pathlib import Path
from typing import Any

import streamlit as st


@st.cache_resource(show_spinner=False)
def custom(name: str, html: str = "", style: str = "") -> Any:  # noqa: ANN401 - Streamlit does not export the type
    """The component whose script is `name`.js beside this file, with a style sheet beside it if `style` names one."""
    here = Path(__file__).parent
    script = (here / f"{name}.js").read_text(encoding="utf-8")
    css = (here / f"{style}.css").read_text(encoding="utf-8") if style else None
    return st.components.v2.component(f"hitl_{name}", html=html or None, css=css, js=script)
