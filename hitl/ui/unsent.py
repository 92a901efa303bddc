"""Boxes whose words outlive reruns, other pages and refusals, and are empty again once they were sent."""

from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Box:
    """A text area for one purpose in one scope (a review's id), emptied as often as `sent` was called."""

    purpose: str
    scope: str
    turn: int

    @property
    def key(self) -> str:
        """The widget's key."""
        return f"{self.purpose}-{self.scope}-{self.turn}"

    @property
    def words(self) -> str:
        """What is in the box now."""
        return str(st.session_state.get(self.key, ""))

    def fill(self, words: str) -> None:
        """Put other words in; only before the box is drawn."""
        st.session_state[self.key] = words

    def sent(self) -> None:
        """Begin with an empty box next time."""
        st.session_state[f"turn-{self.purpose}-{self.scope}"] = self.turn + 1


def box(purpose: str, scope: str) -> Box:
    """The box as it stands now."""
    return Box(purpose, scope, st.session_state.get(f"turn-{purpose}-{scope}", 0))


def text_box(label: str, unsent: Box, default: str = "", *, height: int = 140, hint: str = "") -> None:
    """Draw the box; `default` stands in it where nothing was typed yet."""
    if unsent.key not in st.session_state:
        unsent.fill(default)
    st.text_area(label, key=unsent.key, height=height, placeholder=hint, persist_state="session")
