"""The app: `streamlit run streamlit_app.py`."""

import streamlit as st

from hitl.ui.bar import navigate
from hitl.ui.components import ICON, style

st.set_page_config("hitl: review desk", str(ICON), layout="wide")
style()
navigate()
