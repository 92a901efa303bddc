"""Boxes whose words outlive reruns, other pages and refusals, and are empty again once they were sent.

Their keys say nothing of the session, so that words typed before a restart of the server reach the next one.
"""

from dataclasses import dataclass

import streamlit as st


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
    def touched(self) -> bool:
        """True if the editor typed something else than what the desk had put in, and did not send it."""
        if st.session_state.get(f"sent-{self.key}"):
            return False
        return self.words.strip() != str(st.session_state.get(f"given-{self.key}", "")).strip()

    def fill(self, words: str) -> None:
        """Put other words in; only before the box is drawn."""
        st.session_state[self.key] = words

    def sent(self) -> None:
        """Let the box begin anew when it is drawn next."""
        st.session_state[f"sent-{self.key}"] = True


def text_box(
    label: str, unsent: Box, default: str = "", *, height: int = 140, hint: str = "", sent_last: str = ""
) -> None:
    """Draw the box; `default` stands in it unless the editor has typed something that was not sent.

    After a restart of the server a browser brings back what it had shown, also `sent_last`, which is done with.
    """
    given = f"given-{unsent.key}"
    known = unsent.key in st.session_state
    outdated = known and not unsent.touched and st.session_state.get(given) != default
    anew = st.session_state.pop(f"sent-{unsent.key}", False) or outdated
    if anew:
        unsent.fill(default)
    if anew or not known:  # a box that is new to this session may bring words from before a restart: not filled
        st.session_state[given] = default
    beginning = st.session_state.get(given, default)
    words = st.text_area(label, beginning, key=unsent.key, height=height, placeholder=hint, persist_state="session")
    if not known and sent_last and words == sent_last != default:
        unsent.sent()
        st.rerun()
