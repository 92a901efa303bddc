"""The parts of the drafts page."""

import streamlit as st

from hitl.desk import ReviewDesk
from hitl.domain import Line, Status
from hitl.ui import components
from hitl.ui.components import escaped

PAGE_SIZE = 20


def filters() -> tuple[list[Status], str]:
    """Ask for statuses and words; an empty choice means all."""
    left, right = st.columns([1, 1.4])
    search = left.text_input(
        "Search",
        placeholder="Words in a title or a text",
        key="search",
        persist_state="session",
        on_change=_begin_at,
        args=(0,),
    )
    chosen = right.pills(
        "Status",
        list(Status),
        selection_mode="multi",
        wrap=True,
        format_func=lambda s: s.value,
        key="statuses",
        persist_state="session",
        on_change=_begin_at,
        args=(0,),
    )
    return list(chosen or []), search or ""


def draft_list(desk: ReviewDesk, statuses: list[Status], search: str) -> None:
    """One page of reviews, the last one instead of one that is not there any more; a click opens a review."""
    first = int(st.session_state.get("first", 0))
    lines, total, more = desk.lines(statuses, search, PAGE_SIZE, first)
    if total and not lines:
        first = (total - 1) // PAGE_SIZE * PAGE_SIZE
        lines, total, more = desk.lines(statuses, search, PAGE_SIZE, first)
    if not total:
        components.text("Nothing matches." if statuses or search else "No drafts yet. Start one with New draft, above.")
        return
    for line in lines:
        _line(line)
    with st.container(horizontal=True, vertical_alignment="center"):
        in_all = f"more than {total:,}" if more else f"{total:,}"
        components.remark(f"{first + 1}–{first + len(lines)} of {in_all}")
        _turn("Newer", first - PAGE_SIZE, possible=first > 0)
        _turn("Older", first + PAGE_SIZE, possible=more or first + len(lines) < total)


def _turn(label: str, first: int, *, possible: bool) -> None:
    if possible:
        st.button(label, key=f"turn-{label}", on_click=_begin_at, args=(max(first, 0),), type="tertiary")


def _begin_at(first: int) -> None:
    st.session_state["first"] = first


def _line(line: Line) -> None:
    number = f"v{line.number}" if line.number else "no draft"
    with st.container(border=True):
        name, facts, status = st.columns([4, 3, 1.3], vertical_alignment="center")
        with name:
            st.page_link("pages/review.py", label=escaped(line.title), query_params={"thread": line.id})
        with facts:
            components.remark(" · ".join((line.kind, number, line.owner, components.ago(line.updated_at))))
        with status:
            if line.damaged:
                st.badge("Damaged", color="red")
            else:
                st.badge(line.status.value, color=components.STATUS_COLORS[line.status])
