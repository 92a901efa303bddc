from time import monotonic

import streamlit as st

st.text(f"{st.button('Click')} at {monotonic()}")
