"""Take only what is good: each change between two revisions taken or left, and the result as a new revision."""

from collections.abc import Callable, Sequence

import streamlit as st

from hitl.desk import ReviewDesk
from hitl.diff import Change, Region, regions, take
from hitl.domain import Review, Revision
from hitl.ui import components
from hitl.ui.actions import act, saved
from hitl.ui.actor import actor
from hitl.ui.diff_view import marked
from hitl.ui.refusals import messages

MOST = 80
"""Changes that can be gone through one by one on a page."""


def choose_changes(desk: ReviewDesk, review: Review, old: Revision, new: Revision, changes: Sequence[Change]) -> None:
    """Boxes for the changes from one revision to the other, a button that saves the result, and a preview of it."""
    found = regions(changes)
    if not found:
        components.remark("Nothing changed between these two revisions.")
        return
    if len(found) > MOST:
        components.remark(f"{len(found)} changes are too many to go through one by one. Compare nearer revisions.")
        return
    components.remark(f"The text of v{old.number} with the changes that are ticked. Untick what you do not want.")
    scope = f"{review.id}-{old.number}-{new.number}"
    for region in found:
        _box(changes, region, scope)

    def result() -> str:
        """What the ticks say now: at a click they may say more than at the last drawing of the page."""
        return take(changes, {r.number for r in found if st.session_state.get(f"take-{r.number}-{scope}", True)})

    _save(desk, review, result, scope)
    components.draft(result())


def _box(changes: Sequence[Change], region: Region, scope: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.checkbox(f"Change {region.number}", value=True, key=f"take-{region.number}-{scope}", persist_state="session")
        with st.container(key=f"change-{region.number}-{scope}"):
            st.html(components.block(marked([changes[place] for place in region.places])))


def _save(desk: ReviewDesk, review: Review, result: Callable[[], str], scope: str) -> None:
    stop = review.stop
    if stop is None or review.damage:
        components.remark("This review takes no new revision now. Copy the text, or start again from a revision.")
        components.copy_button(result(), key=f"copy-{scope}")
        return
    key = f"save-{stop.interrupt_id}-{scope}"
    refused = st.container()
    save = lambda: saved(desk.edit(review.id, stop, actor(), result()))  # noqa: E731
    act("Save as revision", key, review.id, save, type="primary")
    with refused:
        messages(review.id)
