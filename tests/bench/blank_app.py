"""The page that clicks are compared with; with MANY, of as many elements as the review page."""

import os
from time import monotonic

import streamlit as st

if os.environ.get("MANY"):
    for place in range(6):
        with st.container(horizontal=True), st.container():
            st.button("Button", key=f"button-{place}")
            st.html(f"<p>{'Said before. ' * 20 * place}</p>")
            st.badge("Badge")
            st.header(f"Heading {place}")
            st.popover(f"Menu {place}")
    st.segmented_control("Choice", range(20))
    st.text_area("Words")
    st.pills("Asks", range(5))
st.text(f"{st.button('Click')} at {monotonic()}")
