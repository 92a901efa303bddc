"""Texts that nobody would write, to hold the diff to its promises on any two of them."""

from hypothesis import strategies as st

_PIECES = ["the", "of", "May", "20", "team", "don't", "日", "é", "👩‍👧", ".", ",", "(", *"   ", "  ", "\n", "\n\n"]
_SENTENCES = [
    "The fair opens on Monday.",
    "The fair opens on Friday.",
    "Three bands play in the old hall!",
    "Is there coffee?",
    "- green tea",
    "- black tea",
    "2. Press start.",
    "3. Press start.",
    "Yes.",
    "我们在北京举行发布会。",
    "五月三十日。",
    "ร้านเปิดทุกวัน",
    "نفتح كل يوم.",
    "👩‍👧 🎉",
]
_GAPS = [" ", " ", " ", "  ", "\n", "\n\n", "\n\n", "\n \n"]


def _sentences(gaps: list[str]) -> st.SearchStrategy[str]:
    parts = st.tuples(st.sampled_from(_SENTENCES), st.sampled_from(gaps))
    return st.lists(parts.map("".join), max_size=12).map("".join)


texts = st.one_of(
    st.lists(st.sampled_from(_PIECES), max_size=40).map("".join), _sentences(["", *_GAPS]), st.text(max_size=60)
)
spaced = _sentences(_GAPS)
"""Without sentences that are glued together: where a word ends then depends on what stands beside it."""
