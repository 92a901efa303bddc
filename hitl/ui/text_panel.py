"""The left side of the review page: the text, its measures, an earlier text, or the editor's own hand."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from hitl import export, wording
from hitl.desk import ReviewDesk
from hitl.domain import Author, Decision, Review, Revision, Stop
from hitl.ui import components
from hitl.ui.actions import act, step
from hitl.ui.actor import actor
from hitl.ui.document import document
from hitl.ui.downloads import downloads
from hitl.ui.kept import Words
from hitl.ui.refusals import messages
from hitl.ui.session import by_hand
from hitl.ui.starting import start_again
from hitl.ui.unsent import Box, text_box

MOST_SIDE_BY_SIDE = 20
"""Revisions that stand in a row to choose from; more of them are a list that opens."""


def text_panel(desk: ReviewDesk, review: Review, stop: Stop, decisions: list[Decision]) -> None:
    """Show a revision at a stop with what can be done with it: the latest can be edited, an earlier one restored.

    No fragment: which text is shown decides about the buttons beside it.
    """
    if st.session_state.pop(f"latest-{stop.interrupt_id}", False):
        st.session_state[f"shown-{stop.interrupt_id}"] = stop.number
    number = chosen_revision(stop.number, f"shown-{stop.interrupt_id}")
    shown = desk.revision(review.id, number)
    if number != stop.number:
        st.info(f"This is v{number}, an earlier text. v{stop.number} waits for your decision.")
    before = partial(desk.revision, review.id, number - 1) if number > 1 else None
    show_text(review, shown, decisions, before)
    with st.container(horizontal=True, gap="small"):
        if number == stop.number:
            begin, icon = partial(by_hand, review.id, True), ":material/edit:"
            step("Edit by hand", f"edit-{stop.interrupt_id}", begin, icon=icon)
        else:
            key = f"restore-{stop.interrupt_id}-{number}"
            bring_back = lambda: desk.restore(review.id, stop, actor(), number, number)  # noqa: E731
            act("Restore this revision", key, review.id, bring_back)
            start_again(desk, review.id, number)
        take_along(review, shown, decisions)


def displayed(stop: Stop) -> int:
    """The number of the revision that the text panel of a stop shows; at a click, the one that it showed then."""
    return int(st.session_state.get(f"shown-{stop.interrupt_id}") or stop.number)


def show_latest(stop: Stop) -> None:
    """Let the text panel of a stop show the latest revision, when it is drawn next."""
    st.session_state[f"latest-{stop.interrupt_id}"] = True


def chosen_revision(latest: int, key: str, *, disabled: bool = False) -> int:
    """The number of the revision to look at: the latest, unless the editor chose another."""
    numbers = list(range(1, latest + 1))
    if latest < 2:
        return latest
    look: dict[str, Any] = {"format_func": "v{}".format, "key": key, "label_visibility": "collapsed"}
    if latest > MOST_SIDE_BY_SIDE:
        return int(st.selectbox("Revision", numbers, latest - 1, width=160, disabled=disabled, **look))
    chosen = st.segmented_control(
        "Revision", numbers, default=latest, required=True, wrap=True, disabled=disabled, **look
    )
    return int(chosen or latest)


def show_text(
    review: Review, revision: Revision, decisions: list[Decision], earlier: Callable[[], Revision] | None = None
) -> None:
    """A text with its measures: words, characters against the limit, who wrote it and when; `earlier` was before it."""
    _measures(review, revision, decisions)
    document(review, revision, earlier)
    components.notes(revision.notes)


def take_along(review: Review, revision: Revision, decisions: Sequence[Decision]) -> None:
    """Copy and download."""
    name = re.sub(r"[^a-z0-9]+", "-", review.title.lower()).strip("-")[:40] or "text"
    components.copy_button(revision.text, key=f"copy-{review.id}-{revision.number}")
    downloads(export.FORMATS, f"{name}-revision-{revision.number}", review, revision, decisions)


def own_hand(desk: ReviewDesk, review: Review, stop: Stop) -> None:
    """The box for the editor's own text, which begins as the latest one and waits until it is saved or discarded."""
    own, latest = Box("own", review.id), desk.revision(review.id, stop.number)
    text_box("Your text", own, Words(latest.text, latest.number), height=420)
    since = own.beginning.words != latest.text
    if since:
        st.warning(f"v{latest.number} has come since you began; it stands below. Saving makes yours the one after it.")
    said = st.container()

    def save() -> None:
        desk.edit(review.id, stop, actor(), own.words, latest.number)  # the box began with it, or it stands below
        discard()

    def discard() -> None:
        own.sent()
        by_hand(review.id, False)

    with st.container(horizontal=True, gap="small"):
        act("Save as revision", f"save-{stop.interrupt_id}", review.id, save, type="primary")
        step("Keep for later", f"later-{stop.interrupt_id}", partial(by_hand, review.id, False))
        step("Discard my changes", f"discard-{stop.interrupt_id}", discard, type="tertiary")
    with said:
        messages(review.id)
    if since:  # nobody saves over a text that they did not see
        components.draft(latest.text)


def _measures(review: Review, revision: Revision, decisions: list[Decision]) -> None:
    words, characters = len(revision.text.split()), len(revision.text)
    limit = review.brief.character_limit
    of_limit = f"{characters:,} of {limit:,} characters" if limit else f"{characters:,} characters"
    wrote = wording.writer_of(review, revision, decisions)
    took = f"drafted in {revision.seconds:.1f} s" if revision.author is Author.MODEL else wrote
    components.remark(" · ".join([wording.counted(words, "word"), of_limit, took, components.ago(revision.at)]))
    if limit and characters > limit:
        st.warning(f"{characters - limit:,} characters over the limit for this {review.brief.kind.value}.")
