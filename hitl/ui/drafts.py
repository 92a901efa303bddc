"""The parts of the drafts page."""

from math import ceil

import streamlit as st

from hitl.desk import ReviewDesk
from hitl.domain import Line, Status
from hitl.ui import components
from hitl.ui.session import escaped

PAGE_SIZE = 20


def filters() -> tuple[list[Status], str]:
    """Ask for statuses and words; an empty choice means all."""
    left, right = st.columns([1, 1.4], vertical_alignment="bottom")
    search = left.text_input("Search", placeholder="Words in a title or a text", key="search", persist_state="session")
    chosen = right.pills(
        "Status",
        list(Status),
        selection_mode="multi",
        wrap=True,
        format_func=lambda s: s.value,
        key="statuses",
        persist_state="session",
    )
    return list(chosen or []), search or ""


def draft_list(desk: ReviewDesk, statuses: list[Status], search: str) -> None:
    """One page of reviews; a click opens one."""
    page = max(int(st.session_state.get("page", 1)), 1)
    lines, total = desk.lines(statuses, search, PAGE_SIZE, (page - 1) * PAGE_SIZE)
    if not lines and total:
        st.session_state["page"] = 1
        st.rerun()
    if not total:
        components.remark("Nothing matches." if statuses or search else "No drafts yet.")
        st.page_link("pages/review.py", label="Start a draft", icon=":material/add:", query_params={})
        return
    for line in lines:
        _line(line)
    pages = ceil(total / PAGE_SIZE)
    if pages > 1:
        st.number_input(f"Page (of {pages})", 1, pages, key="page")


def _line(line: Line) -> None:
    number = f"v{line.number}" if line.number else "no draft"
    with st.container(border=True):
        name, facts, status = st.columns([3, 2.4, 1], vertical_alignment="center")
        with name:
            st.page_link("pages/review.py", label=escaped(line.title), query_params={"thread": line.id})
        with facts:
            components.remark(" · ".join((line.kind, number, line.owner, components.ago(line.updated_at))))
        with status:
            st.badge(line.status.value, color=components.STATUS_COLORS[line.status])
