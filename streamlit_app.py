"""The app: `streamlit run streamlit_app.py` serves `app`, which runs this very script for each browser session."""

import streamlit as st

from hitl.ui.bar import navigate
from hitl.ui.components import style
from hitl.ui.door import DOOR
from hitl.ui.icon import ROUTE
from hitl.ui.process import opened_desk
from hitl.ui.refusals import unforeseen

app = st.App(__file__, lifespan=opened_desk, middleware=[DOOR], routes=[ROUTE], on_script_error=unforeseen)

if __name__ == "__main__":
    st.set_page_config("hitl: review desk", layout="wide")
    style()
    navigate()
