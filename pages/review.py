"""The first page: the form of a new draft, or the review that the address names."""

import streamlit as st

from hitl.ui import components
from hitl.ui.actor import actor_menu
from hitl.ui.bar import enter_by_the_front_door
from hitl.ui.process import open_desk, opened_later
from hitl.ui.session import address

enter_by_the_front_door()
if thread := address():
    from hitl.ui.reviewing import reviewing  # it needs much that the form does not

    reviewing(open_desk(), thread)
else:
    from hitl.ui.new_draft import new_draft

    settings, desk = opened_later()
    with st.container():
        components.head("New draft", actor_menu)
    with st.container():
        new_draft(desk, offline=settings.offline)
