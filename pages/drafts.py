"""The drafts page: all reviews, what waits on top, found by status and by words."""

from hitl.errors import HitlError
from hitl.ui.actor import actor_menu
from hitl.ui.bar import enter_by_the_front_door
from hitl.ui.components import head
from hitl.ui.drafts import draft_list, filters
from hitl.ui.process import open_desk
from hitl.ui.refusals import dead_end

enter_by_the_front_door()
desk = open_desk()
head("Drafts", actor_menu)
try:
    draft_list(desk, *filters())
except HitlError as error:
    dead_end(error)
