"""A page of as many elements, of the same kinds, as the review page has, with nothing behind them."""

from time import monotonic

import streamlit as st

NAMES = ("one", "two", "three", "four", "five")
TEXT = "As long as a draft. " * 150

with st.container(horizontal=True):
    bar = [st.button(name, key=f"bar-{name}") for name in NAMES[:4]]
    st.html("<i></i>")
    st.html("<i></i>")
with st.container(horizontal=True), st.container():
    st.html("<h1>Title</h1>")
    st.popover("Menu")
with st.container(horizontal=True):
    for place in range(2):
        with st.container():
            st.badge(NAMES[place])
    st.html("<p>Remark</p>")
st.html("<i></i>")
left, right = st.columns(2)
with left:
    st.segmented_control("Choice", range(20))
    st.html("<p>Remark</p>")
    with st.container(border=True):
        st.html(f"<p>{TEXT}</p>")
    with st.container(horizontal=True):
        edit = st.button("Edit")
        st.html("<i></i>")
        st.popover("Files")
with right, st.container():
    st.header("Heading")
    with st.container():
        st.container()
    st.text_area("Words")
    st.pills("Asks", NAMES)
    with st.container(horizontal=True):
        asked = [st.button(name, key=f"ask-{name}") for name in NAMES[:2]]
        clicked = st.button("Click")
    with st.expander("More"):
        st.html("<p>Remark</p>")
    st.header("Another")
    st.html(f"<p>{'Said before. ' * 60}</p>")
    st.button("Back")
st.text(f"{clicked} at {monotonic()}")
