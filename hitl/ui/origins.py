"""Where each sentence of a text comes from: click one, and read who brought it, when, and why."""

import streamlit as st

from hitl import wording
from hitl.blame import Sentence, sentences
from hitl.diff import compare
from hitl.domain import Author, Revision
from hitl.lineage import Generation, Lineage
from hitl.ui import components
from hitl.ui.actions import pressed
from hitl.ui.custom import custom
from hitl.ui.diff_view import View, diff


def origins(lineage: Lineage, number: int) -> None:
    """The text of a revision as sentences to choose from, and the story of the chosen one below it."""
    told = sentences(lineage.history(number))
    components.remark(f"The text of v{number}. Choose a sentence to see which revision brought it, and why.")
    data = tuple((sentence.text, _place(lineage, *lineage.at(sentence.revision))) for sentence in told)
    key = f"origins-{lineage.own.review.id}-{number}"
    with st.container(key="draft", border=True):
        text = custom("origins", '<div class="text" dir="auto"></div>', "origins")
        chosen = text(data={"sentences": data}, key=key, on_chosen_change=lambda: None).chosen
    if isinstance(chosen, int) and 0 <= chosen < len(told):
        with st.container(key="story", border=True):
            _story(lineage, told[chosen])


def earlier_review(review_id: str, number: int, place: str) -> None:
    """A way to the step of an earlier review that led to one of its revisions.

    A button, since a link of Streamlit's to the page that is open shows that review below this one's address.
    `place` tells it from the same way elsewhere on the page.
    """
    view = st.session_state.get("view", View.ORIGINS)
    step = {"thread": review_id, "from": str(max(number - 1, 1)), "to": str(number), "view": view.value}
    label, key = f"The history of that review, at v{number}", f"{place}-{review_id}-{number}"
    if pressed(label, key=key, icon=":material/history:", type="tertiary"):
        st.switch_page("pages/history.py", query_params=step)


def _story(lineage: Lineage, sentence: Sentence) -> None:
    """Who wrote a sentence, what asked for it, and how it read before, in whichever review that was."""
    generation, brought = lineage.at(sentence.revision)
    review, origin = generation.review, wording.taken_from(generation.review, brought)
    wrote = _taken_over(lineage, generation, origin[1]) if origin else _written(brought)
    why = wording.because(review, brought, generation.decisions)
    components.asked([(_place(lineage, generation, brought), wrote), ("Because", why)])
    if generation is not lineage.own:
        begun = f"begun by {review.owner}, {wording.clock(review.created_at)}"
        components.remark(f"This was in an earlier review, “{review.title}”, {begun}.")
        earlier_review(review.id, brought.number, "story")
    if sentence.returned:
        again, back = lineage.at(sentence.returned)
        why = wording.because(again.review, back, again.decisions)
        components.asked([(_place(lineage, again, back), f"Here it came back, after it had been gone. {why}")])
    if sentence.before:
        components.remark("How it read before, and what became of it:")
        diff(compare(sentence.before.strip(), sentence.text.strip()))
    elif not origin:
        components.remark("Nothing like it stood there before.")


def _place(lineage: Lineage, generation: Generation, revision: Revision) -> str:
    return f"v{revision.number}" if generation is lineage.own else f"v{revision.number}, earlier review"


def _written(revision: Revision) -> str:
    by = f"the model {revision.model}" if revision.author is Author.MODEL else "the editor"
    return f"Written by {by}, {wording.clock(revision.at)}."


def _taken_over(lineage: Lineage, generation: Generation, number: int) -> str:
    """What there is to say of words that came with a text, and cannot be found where it was taken from."""
    if lineage.lost and generation is lineage.generations[0]:
        return f"Taken over from v{number} of an earlier review; {lineage.lost}."
    return f"Came with v{number} of an earlier review, which does not read like this any more."
