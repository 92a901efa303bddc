"""What changed, as an editor reads it: inserted text underlined, deleted text struck through, moved text dotted.

Colour is never the only sign, and a screen reader hears "inserted", "deleted" and "moved".
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from html import escape

import streamlit as st

from hitl.diff import Change, Hunk, context, counts, share_unchanged, side_by_side
from hitl.ui import components
from hitl.wording import counted


class View(StrEnum):
    """A way to look at two revisions; the value is the wording on the screen."""

    INLINE = "Inline"
    SIDES = "Side by side"
    CHANGES = "Changes only"
    FINAL = "Final text"
    CHOOSE = "Choose changes"
    ORIGINS = "Origin of each sentence"


def diff(changes: Sequence[Change], view: View = View.INLINE, names: tuple[str, str] = ("", "")) -> None:
    """What changed between two texts, under the key `diff`; their names stand above them side by side."""
    with st.container(key="diff", border=True):
        st.html(_sides(changes, names) if view is View.SIDES else _DRAWN[view](changes))


def summary(changes: Sequence[Change]) -> None:
    """How many words came, went and moved, and how much of the old text still stands."""
    count = counts(changes)
    with st.container(horizontal=True, gap="small"):
        st.badge(f"+ {counted(count.added, 'word')} added", color="green")
        st.badge(f"− {counted(count.removed, 'word')} removed", color="red")
        if count.moved:
            st.badge(f"↕ {counted(count.moved, 'word')} moved", color="blue")
    components.remark(f"{int(100 * share_unchanged(changes))}% of the earlier words still stand.")


def marked(changes: Sequence[Change]) -> str:
    """Changes as HTML for `st.html`, in tags of our own around escaped text."""
    return "".join(map(_mark, changes))


def _mark(change: Change) -> str:
    text = escape(change.text)
    if change.kind == "same":
        return text
    tag, place = ("ins", "to") if change.kind == "insert" else ("del", "from")
    if "\n" in text:  # a break that came or went would be invisible
        text = text.replace("\n", '<span class="hitl-break"></span>\n')
    moved = f' class="hitl-moved hitl-moved-{place}" data-move="{change.move}"' if change.move else ""
    return f"<{tag}{moved}>{text}</{tag}>"


def _inline(changes: Sequence[Change]) -> str:
    return components.block(marked(changes))


def _final(changes: Sequence[Change]) -> str:
    return components.block(escape("".join(c.text for c in changes if c.kind != "delete")))


def _sides(changes: Sequence[Change], names: tuple[str, str]) -> str:
    """A grid of two columns; on a narrow screen each text below its counterpart, with its name."""
    pairs = [zip(names, (row.left, row.right), strict=True) for row in side_by_side(changes)]
    cells = [
        f'<div data-of="{escape(of)}">{components.block(marked(side))}</div>' for pair in pairs for of, side in pair
    ]
    return f'<div class="hitl-sides">{"".join(cells)}</div>'


def _changes_only(changes: Sequence[Change]) -> str:
    hunks = context(changes)
    return "".join(map(_hunk, hunks)) or components.remark_html("Nothing changed.")


def _hunk(hunk: Hunk) -> str:
    before = components.remark_html(f"… {counted(hunk.before, 'word')}") if hunk.before else ""
    return f'{before}<div class="hitl-hunk">{components.block(marked(hunk.changes))}</div>'


_DRAWN: dict[View, Callable[[Sequence[Change]], str]] = {
    View.INLINE: _inline,
    View.CHANGES: _changes_only,
    View.FINAL: _final,
}
