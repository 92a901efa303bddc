"""The left side of the review page: the text, its measures, an earlier text, or the editor's own hand."""

import re

import streamlit as st

from hitl.desk import ReviewDesk
from hitl.domain import Author, Review, Revision, Stop
from hitl.ui import components
from hitl.ui.actions import act
from hitl.ui.actor import actor
from hitl.ui.session import escaped, unsent_text


def text_panel(desk: ReviewDesk, review: Review, stop: Stop, current: Revision) -> None:
    """Show the text at a stop, or an earlier one to be restored, or the box for the editor's own text."""
    if st.session_state.get(f"by-hand-{review.id}"):
        _by_hand(desk, review, stop, current)
        return
    number = _chosen(stop, current)
    shown = current if number == current.number else desk.revision(review.id, number)
    show_text(review, shown)
    with st.container(horizontal=True, gap="small"):
        if shown is current:
            st.button(
                "Edit by hand",
                key=f"edit-{stop.interrupt_id}",
                icon=":material/edit:",
                on_click=_open,
                args=(review.id,),
            )
        else:
            restore = f"restore-{stop.interrupt_id}-{number}"
            act("Restore this revision", restore, lambda: desk.restore(review.id, stop, actor(), number))
        take_along(review, shown)


def show_text(review: Review, revision: Revision) -> None:
    """A text with its measures: words, characters against the limit, who wrote it and when."""
    _measures(review, revision)
    with st.container(key="draft", border=True):
        st.html(components.draft_html(revision.text, review.brief.kind))
    for note in revision.notes:
        st.warning(escaped(note))


def take_along(review: Review, revision: Revision) -> None:
    """Copy and download."""
    name = re.sub(r"[^a-z0-9]+", "-", review.title.lower()).strip("-")[:40] or "text"
    file = f"{name}-revision-{revision.number}"
    components.copy_button(revision.text, key=f"copy-{review.id}-{revision.number}")
    st.download_button(
        "Text", revision.text, f"{file}.txt", "text/plain", on_click="ignore", icon=":material/download:"
    )
    markdown = f"# {escaped(review.title)}\n\n{revision.text}\n"
    st.download_button(
        "Markdown", markdown, f"{file}.md", "text/markdown", on_click="ignore", icon=":material/download:"
    )


def _chosen(stop: Stop, current: Revision) -> int:
    if current.number == 1:
        return 1
    numbers = list(range(1, current.number + 1))
    chosen = st.segmented_control(
        "Revision",
        numbers,
        default=current.number,
        required=True,
        format_func="v{}".format,
        key=f"shown-{stop.interrupt_id}",
    )
    return chosen or current.number


def _measures(review: Review, revision: Revision) -> None:
    words, characters = len(revision.text.split()), len(revision.text)
    limit = review.brief.character_limit
    of_limit = f"{characters:,} of {limit:,} characters" if limit else f"{characters:,} characters"
    wrote = (
        "by hand" if revision.author is Author.EDITOR else f"drafted in {revision.seconds:.1f} s by {revision.model}"
    )
    parts = [f"{words:,} words", of_limit, wrote, components.ago(revision.at)]
    components.remark(" · ".join(parts))
    if limit and characters > limit:
        st.warning(f"{characters - limit:,} characters over the limit for this {review.brief.kind.value}.")


def _by_hand(desk: ReviewDesk, review: Review, stop: Stop, current: Revision) -> None:
    box = unsent_text("Your text", "own", stop.interrupt_id, current.text, height=420)

    def save() -> None:
        desk.edit(review.id, stop, actor(), st.session_state[box])
        _close(review.id)

    def discard() -> None:
        st.session_state[box] = current.text
        _close(review.id)

    with st.container(horizontal=True, gap="small"):
        act("Save as revision", f"save-{stop.interrupt_id}", save, box, type="primary")
        st.button("Back to the draft", key=f"back-{stop.interrupt_id}", on_click=_close, args=(review.id,))
        st.button("Discard my changes", key=f"discard-{stop.interrupt_id}", on_click=discard, type="tertiary")


def _open(review_id: str) -> None:
    st.session_state[f"by-hand-{review_id}"] = True


def _close(review_id: str) -> None:
    st.session_state[f"by-hand-{review_id}"] = False
