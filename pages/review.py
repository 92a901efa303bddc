"""The first page: the form of a new draft, or the review that the address names."""

import streamlit as st

from hitl.ui.actor import actor_menu
from hitl.ui.bar import desk_page, enter_by_the_front_door
from hitl.ui.components import head
from hitl.ui.process import opened_later
from hitl.ui.session import address

if thread := address():
    with desk_page() as desk:
        from hitl.ui.reviewing import reviewing  # it needs much that the form does not

        reviewing(desk, thread)
else:
    enter_by_the_front_door()
    from hitl.ui.new_draft import new_draft

    settings, opened_desk = opened_later()
    with st.container():
        head("New draft", actor_menu)
    with st.container():
        new_draft(opened_desk, offline=settings.offline)
