"""The drafts page: all reviews, what waits on top, found by status and by words."""

import streamlit as st

from hitl.errors import HitlError
from hitl.ui.actor import actor_menu
from hitl.ui.components import title
from hitl.ui.drafts import draft_list, filters
from hitl.ui.session import dead_end, open_desk

desk = open_desk()
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    title("Drafts")
    actor_menu()
try:
    draft_list(desk, *filters())
except HitlError as error:
    dead_end(error)
