"""Long lists, a page of them at a time."""

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from hitl.ui import components

ON_A_PAGE = 20

T = TypeVar("T")


def page_of(rows: Sequence[T], key: str) -> Sequence[T]:
    """A page of rows, at first the last one, with the way to the others where there are more than fit."""
    pages = -(-len(rows) // ON_A_PAGE)
    if pages < 2:
        return rows
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        page = st.pagination(pages, default=pages, key=f"{key}-{pages}")
        last = len(rows) - (pages - page) * ON_A_PAGE  # the last page is a full one
        first = max(last - ON_A_PAGE, 0)
        components.remark(f"{first + 1:,} to {last:,} of {len(rows):,}")
    return rows[first:last]
