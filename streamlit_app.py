"""The app: `streamlit run streamlit_app.py` serves `app`, which runs this very script for each browser session."""

import streamlit as st

from hitl.ui.bar import navigate
from hitl.ui.components import ICON, style
from hitl.ui.process import opened_desk

app = st.App(__file__, lifespan=opened_desk)

if __name__ == "__main__":
    st.set_page_config("hitl: review desk", ICON, layout="wide")
    style()
    navigate()
