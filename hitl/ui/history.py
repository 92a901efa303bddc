"""The whole trail of a review, as a table and as files to take along."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

import streamlit as st

from hitl import export, wording
from hitl.domain import Decision, Review, Revision
from hitl.ui.downloads import downloads
from hitl.ui.paging import page_of

_HEADS = {name: name.capitalize() for name in wording.COLUMNS[:-1]} | {"time": "Time (UTC)", "sha256": "SHA-256"}


def trail_table(review: Review, revisions: Sequence[Revision], decisions: Sequence[Decision]) -> None:
    """The events of the review as a table, the last ones at first, and all of them as files to take along."""
    st.header("The whole trail", anchor=False)
    shown = page_of(wording.rows(review, revisions, decisions), f"trail-{review.id}")
    with st.container(key="trail"):
        st.html(_table(shown))
    with st.container(horizontal=True, gap="small"):
        formats = export.HISTORY_FORMATS if revisions else export.HISTORY_FORMATS[:-1]
        downloads(formats, f"history-{review.id[:8]}", review, revisions, decisions)


def _table(rows: Sequence[wording.Row]) -> str:
    """The rows for `st.html`: a table, which a narrow screen shows as a list."""
    head = "".join(f'<th scope="col">{title}</th>' for title in _HEADS.values())
    body = "".join(f"<tr>{''.join(_cell(name, row[name]) for name in _HEADS)}</tr>" for row in rows)
    return f'<table class="hitl-trail"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _cell(name: str, value: str | int) -> str:
    words = str(value)
    if name == "time":
        words = datetime.fromisoformat(words).strftime("%Y-%m-%d %H:%M:%S")
    elif name == "revision":
        words = f"v{value}" if value else ""
    return f'<td class="hitl-trail-{name}" dir="auto">{escape(words)}</td>'
