"""A text as its reader will see it, with what changed in it since the revision before."""

from collections.abc import Callable
from functools import lru_cache

import streamlit as st

from hitl.diff import Change, compare
from hitl.domain import MARKDOWN_KINDS, Kind, Review, Revision
from hitl.rendering import Mark, exact, marked, render
from hitl.ui import components


def document(review: Review, revision: Revision, earlier: Callable[[], Revision] | None = None) -> None:
    """Show a text under the key `draft`, rendered where its kind is Markdown; `earlier` gives the one before it."""
    marks: tuple[Mark, ...] = ()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="reading"):
        if earlier:
            marks = _chosen_marks(review, revision, earlier())
        rendered = review.brief.kind in MARKDOWN_KINDS
        source = rendered and st.toggle("Source", key=f"source-{review.id}", persist_state="session")
    with st.container(key="draft"):
        page = render(revision.text, marks) if rendered and not source else None
        if page and 2 * sum(map(len, page.hidden)) >= len(revision.text) > 0:
            page = None  # so little of it would show that it is shown to the letter, where nothing is hidden
        if page:
            st.html(f'<div class="hitl-document" dir="auto">{page.html}</div>')
        else:
            fold = components.fold(revision.text) if review.brief.kind is Kind.LINKEDIN else None
            st.html(components.block(exact(revision.text, marks, fold)))
    if page and page.hidden:  # whoever approves a text has seen all of its words
        components.remark("The text also holds, though it does not show: " + " · ".join(page.hidden))


def _chosen_marks(review: Review, revision: Revision, earlier: Revision) -> tuple[Mark, ...]:
    """The changes that the editor wants to see in the text: at first those that came, without what went."""
    changes = _changes(earlier.text, revision.text)
    came = marked(changes, gone=False)
    if not came:
        return ()
    place = f"{review.id}-{revision.number}"
    label = f"Changes since v{earlier.number} ({len(came)})"
    if not st.toggle(label, value=True, key=f"changes-{place}", persist_state="session"):
        return ()
    all_of_it = marked(changes)
    went = any(mark.gone for mark in all_of_it)
    shown = went and st.toggle("Show deletions", key=f"went-{place}", persist_state="session")
    components.steps(".st-key-draft", "The text", "reading-steps", compact=True)
    return all_of_it if shown else came


@lru_cache(maxsize=64)
def _changes(old: str, new: str) -> tuple[Change, ...]:
    return tuple(compare(old, new))
