"""Boxes whose words outlive reruns, other pages, reloads and refusals, and are empty again once they were sent.

Their keys say nothing of the session, so that words typed before a restart of the server reach the next one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from hitl.domain import Decision, Review
from hitl.ui import components
from hitl.ui.kept import Words, forget, keep
from hitl.ui.session import by_hand

if TYPE_CHECKING:
    from hitl.desk import ReviewDesk


@dataclass(frozen=True)
class Box:
    """A text area for one purpose in one scope, a review's id."""

    purpose: str
    scope: str

    @property
    def key(self) -> str:
        """The widget's key."""
        return f"{self.purpose}-{self.scope}"

    @property
    def words(self) -> str:
        """What is in the box now."""
        return str(st.session_state.get(self.key, ""))

    @property
    def beginning(self) -> Words:
        """What the desk had put in."""
        given: Words = st.session_state.get(f"given-{self.key}", Words())
        return given

    @property
    def touched(self) -> bool:
        """True if the editor typed something else than what the desk had put in, and did not send it."""
        if self.key not in st.session_state or self.words == st.session_state.get(f"sent-{self.key}"):
            return False
        return self.words.strip() != self.beginning.words.strip()

    @property
    def unsent(self) -> str:
        """What the editor typed and did not send; empty where nothing is to be sent."""
        return self.words if self.touched and self.words.strip() else ""

    def begin(self, beginning: Words) -> None:
        """Note what the desk puts in."""
        st.session_state[f"given-{self.key}"] = beginning

    def fill(self, words: str) -> None:
        """Put other words in; only before the box is drawn."""
        st.session_state[self.key] = words

    def sent(self) -> None:
        """Let the box begin anew when it is drawn next, unless other words were typed into it by then."""
        st.session_state[f"sent-{self.key}"] = self.words
        forget(self.key)


def text_box(
    label: str, unsent: Box, beginning: Words, *, height: int = 140, hint: str = "", sent_last: str = ""
) -> None:
    """Draw the box; its beginning stands in it unless the editor has typed something that was not sent.

    After a restart of the server a browser brings back what it had shown, also `sent_last`, which is done with.
    """
    known = unsent.key in st.session_state
    outdated = known and not unsent.touched and unsent.beginning != beginning
    anew = st.session_state.pop(f"sent-{unsent.key}", None) == unsent.words or outdated
    if anew:
        unsent.fill(beginning.words)
    if anew or not known:  # a box that is new to this session may bring words from before a restart: not filled
        unsent.begin(beginning)
    stands = unsent.beginning.words
    words = st.text_area(label, stands, key=unsent.key, height=height, placeholder=hint, persist_state="session")
    if not known and sent_last and words == sent_last != beginning.words:
        unsent.sent()
        st.rerun()


def unsent_in(review_id: str) -> list[str]:
    """What was typed on the page of a review and not sent."""
    return [box.unsent for purpose in ("feedback", "own") if (box := Box(purpose, review_id)).unsent]


def show_unsent(review_id: str) -> None:
    """Show words for a decision that cannot be taken any more, so that nothing typed is lost."""
    if words := unsent_in(review_id):
        components.asked([("Not sent", each) for each in words])


def done_with(review_id: str) -> None:
    """Forget the boxes of a review that has ended, unless words in them were never sent."""
    if unsent_in(review_id):
        return
    for key in (Box("feedback", review_id).key, Box("own", review_id).key):
        for held in (key, f"given-{key}", f"sent-{key}"):
            st.session_state.pop(held, None)
    for held in ("by-hand", "stood"):
        st.session_state.pop(f"{held}-{review_id}", None)


def recall(desk: "ReviewDesk", review: Review, decisions: Sequence[Decision]) -> None:
    """Bring back, before the boxes of a review are drawn, what the browser has kept of them and was not sent since."""
    feedback, own, latest = Box("feedback", review.id), Box("own", review.id), review.counters.texts
    asked = [(d.seen_number, d.feedback) for d in decisions]
    saved = [(d.seen_number, d.text or "") for d in decisions]
    for box, said in ((feedback, asked), (own, saved)):  # the run that sent it may have been ended before it noted so
        if (about := box.beginning.about) and _was_sent(box.unsent, about, said[-1:]):
            _note_sent(box)
    kept = keep(
        {feedback.key: (latest, feedback.unsent or None), own.key: (own.beginning.about or latest, own.unsent or None)}
    )
    if words := kept.get(feedback.key):
        _bring_back(feedback, words, review.stop.ask if review.stop else "", asked)
    if (words := kept.get(own.key)) and latest:
        begun_with = desk.revision(review.id, min(max(words.about, 1), latest)).text
        _bring_back(own, words, begun_with, saved)


def _bring_back(box: Box, kept: Words, begun_with: str, said: Sequence[tuple[int, str]]) -> None:
    """Put kept words into a box, but not over others that were typed since, nor if they were sent already."""
    if box.touched and box.words != kept.words and not kept.newer:
        return
    if _was_sent(kept.words, kept.about, said):
        _note_sent(box)
        return
    box.begin(Words(begun_with, kept.about))
    box.fill(kept.words)


def _was_sent(words: str, about: int, said: Sequence[tuple[int, str]]) -> bool:
    """Whether words that are about a revision were said at that revision or a later one."""
    return any(seen >= about and words.strip() == each.strip() for seen, each in said if each.strip())


def _note_sent(box: Box) -> None:
    box.sent()
    if box.purpose == "own":
        by_hand(box.scope, False)
