"""Where each sentence of a text comes from: click one, and read who brought it, when, and why."""

from collections.abc import Sequence

import streamlit as st

from hitl import trail
from hitl.blame import Sentence, sentences
from hitl.diff import compare
from hitl.domain import Author, Decision, Review, Revision
from hitl.ui import components
from hitl.ui.custom import custom
from hitl.ui.diff_view import diff


def origins(review: Review, revisions: Sequence[Revision], decisions: Sequence[Decision], number: int) -> None:
    """The text of a revision as sentences to choose from, and the story of the chosen one below it."""
    told = sentences(revisions, number)
    components.remark(f"The text of v{number}. Choose a sentence to see which revision brought it, and why.")
    data = [[sentence.text, f"v{sentence.revision}"] for sentence in told]
    key = f"origins-{review.id}-{number}"
    with st.container(key="draft", border=True):
        text = custom("origins", '<div class="text" dir="auto"></div>', "origins")
        chosen = text(data={"sentences": data}, key=key, on_chosen_change=lambda: None).chosen
    if isinstance(chosen, int) and 0 <= chosen < len(told):
        _story(review, revisions, decisions, told[chosen])


def _story(review: Review, revisions: Sequence[Revision], decisions: Sequence[Decision], sentence: Sentence) -> None:
    """Who wrote a sentence, what asked for it, and how it read before."""
    brought = next(revision for revision in revisions if revision.number == sentence.revision)
    cause = trail.caused_by(brought, decisions)
    by = f"the model {brought.model}" if brought.author is Author.MODEL else "the editor"
    why = trail.told(cause) if cause else f"First draft for: {review.brief.topic}"
    with st.container(key="story", border=True):
        components.asked([(f"v{brought.number}", f"Written by {by}, {trail.clock(brought.at)}."), ("Because", why)])
        if sentence.before:
            components.remark("How it read before, and what became of it:")
            diff(compare(sentence.before.strip(), sentence.text.strip()))
        else:
            components.remark("Nothing like it stood there before.")
