"""Pieces of the screen: each takes data and shows it. Untrusted text goes through `html.escape`, or `hitl.rendering`.

`st.html` passes what it gets through DOMPurify, and we hand it nothing but escaped text inside tags of
our own, so a draft can neither run a script nor load an image.
"""

import re
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from hitl.domain import Status, seconds_since
from hitl.ui.custom import custom
from hitl.wording import clock, counted

Color = Literal["blue", "orange", "green", "gray"]
STATUS_COLORS: dict[Status, Color] = {
    Status.DRAFTING: "blue",
    Status.WAITING: "orange",
    Status.ACCEPTED: "green",
    Status.CLOSED: "gray",
    Status.ABANDONED: "gray",
}
_ACTIVE = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_JOINED = re.compile(r"(?<=[-<>=~])(?=[-<>=~])|(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)

LINKEDIN_FOLD = 210
"""Characters of a post that LinkedIn shows above "…more" on a desktop, as observed; earlier after a third line."""


def style() -> None:
    """The style sheet of all pages."""
    st.html(f"<style>{Path(__file__).with_name('style.css').read_text(encoding='utf-8')}</style>")


def head(text: str, menu: Callable[[], None]) -> None:
    """The heading of a page, with a menu at its right end."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False):
        st.html(f'<h1 class="hitl-title">{escape(text)}</h1>')
        menu()


def text_and_side() -> tuple[DeltaGenerator, DeltaGenerator]:
    """The text's side of a page, and the other one, which stays in view while a long text is read."""
    left, right = sides()
    return left, right.container(key="side")


def sides() -> list[DeltaGenerator]:
    """The wider and the narrower side of a page."""
    return st.columns([1.75, 1], gap="large")


def text(body: str) -> None:
    """Untrusted text, exactly, with its line breaks."""
    st.html(block(escape(body)))


def remark(body: str) -> None:
    """A quiet line beside the main thing; as wide as its words."""
    st.html(remark_html(body), width="content")


def remark_html(body: str) -> str:
    """A quiet line for `st.html`."""
    return f'<div class="hitl-remark">{escape(body)}</div>'


def notes(sentences: Sequence[str]) -> None:
    """What a writer has to say about its text, as a list where it is more than a sentence."""
    told = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    one = escape("".join(sentences)) if len(sentences) == 1 else f'<ul class="hitl-list">{told}</ul>'
    if sentences:
        st.html(f'<div class="hitl-note" role="note" dir="auto">{one}</div>')


def status_badge(status: Status) -> None:
    """The status word, and nothing else, under the key `status`."""
    with st.container(key="status", width="content"):
        st.badge(status.value, color=STATUS_COLORS[status])


def draft_html(body: str) -> str:
    """A draft for `st.html`, to the letter."""
    return block(escape(body))


def draft(body: str) -> None:
    """A draft under the key `draft`, to the letter."""
    with st.container(key="draft", border=True):
        st.html(draft_html(body))


def asked(items: Sequence[tuple[str, str]]) -> None:
    """A list of (place, words): which revision became which, and what was asked for."""
    rows = "".join(f"<b>{escape(place)}</b>{block(escape(words))}" for place, words in items)
    st.html(f'<div class="hitl-asked">{rows}</div>')


def escaped(text: str) -> str:
    """Text for a place where Streamlit reads Markdown, with nothing left that Markdown could act on.

    Invisible joiners keep addresses from becoming links and "->" from becoming an arrow.
    """
    return "".join(f"\\{char}" if char in _ACTIVE else char for char in _JOINED.sub("\u2060", text))


def copy_button(body: str, key: str) -> None:
    """A button that puts the text on the reader's clipboard."""
    custom("copy", '<button type="button">Copy</button>', "button")(data={"text": body}, key=key, width="content")


_STEPS = "".join(f'<button type="button">{where} change</button>' for where in ("Previous", "Next"))


def steps(place: str, label: str, key: str, *, compact: bool = False) -> None:
    """Two buttons, and the keys J and K, that lead from change to change in what a selector of CSS names."""
    data = {"place": place, "label": label, "compact": compact}
    custom("steps", f'<span class="steps">{_STEPS}</span>', "button")(data=data, key=key, width="content")


MOST_AHEAD_SECONDS = 60
"""So far may the clock be ahead that wrote a time: it is "just now" all the same."""


def ago(at: str) -> str:
    """How long ago an ISO time was, in words."""
    seconds = seconds_since(at)
    if seconds < -MOST_AHEAD_SECONDS:
        return clock(at)
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            return f"{counted(int(seconds // size), name)} ago"
    return "just now"


def block(inner: str) -> str:
    """A text for `st.html` with its line breaks; `inner` is escaped already."""
    return f'<div class="hitl-text" dir="auto">{inner}</div>'


def fold(body: str) -> int | None:
    """Where a reader of the feed stops seeing a post: after its third line or `LINKEDIN_FOLD` characters."""
    third = -1
    for _ in range(3):
        third = body.find("\n", third + 1)
        if third < 0:
            break
    places = [place for place in (third + 1 if third >= 0 else None, LINKEDIN_FOLD) if place is not None]
    place = min(places)
    if place >= len(body.rstrip()):
        return None
    blank = body.rfind(" ", 0, place) + 1
    return place if body[place - 1] == "\n" or not blank else blank
