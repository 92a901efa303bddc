"""The drafts page: all reviews, what waits on top, found by status and by words."""

from hitl.ui.actor import actor_menu
from hitl.ui.bar import desk_page
from hitl.ui.components import head
from hitl.ui.drafts import draft_list, filters

with desk_page() as desk:
    head("Drafts", actor_menu)
    draft_list(desk, *filters())
