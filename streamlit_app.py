"""The app: `streamlit run streamlit_app.py`."""

import streamlit as st

from hitl.ui.components import ICON, style

st.set_page_config("hitl: review desk", str(ICON), layout="wide")
style()
st.navigation(
    [
        st.Page("pages/review.py", title="Review", icon=":material/rate_review:", default=True),
        st.Page("pages/history.py", title="History", icon=":material/difference:", url_path="history"),
        st.Page("pages/drafts.py", title="Drafts", icon=":material/list:", url_path="drafts"),
    ],
    position="top",
).run()
