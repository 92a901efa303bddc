"""The moments of a review, a page of them at a time; each opens to what it holds, long texts are read on demand."""

from collections.abc import Sequence

import streamlit as st

from hitl.audit import Finding
from hitl.ui import components
from hitl.ui.paging import page_of
from hitl.wording import SECONDS, clock
from hitl.wording.details import Paper, facts, papers
from hitl.wording.moments import Moment

_ICONS = {
    "start": ":material/play_circle:",
    "call": ":material/outgoing_mail:",
    "revision": ":material/article:",
    "stop": ":material/pause_circle:",
    "decision": ":material/person:",
    "outcome": ":material/flag:",
    "repair": ":material/build:",
}


def timeline(told: Sequence[Moment], findings: Sequence[Finding]) -> None:
    """The moments in order, at first the last page of them; what a check found is told with the moment it is about."""
    st.header("Step by step", anchor=False)
    review_id, day = told[0].of.record.review.get("id"), ""
    for moment in page_of(told, f"steps-{review_id}"):
        wrong = [f.told for f in findings if (f.kind, f.number) == (moment.kind, moment.number)]
        when = clock(moment.at, SECONDS) if moment.at else ""
        date, _, time = when.partition(", ")
        _moment(moment, time if time and date == day else when, wrong, f"{moment.kind}-{moment.number}-{review_id}")
        day = date or day


def _moment(moment: Moment, when: str, wrong: Sequence[str], key: str) -> None:
    """A moment in a line, and inside it what it holds: its facts, and one of its papers by choice."""
    seal = f"seal {moment.seal[:8]}" if moment.seal else ""
    quiet = " · ".join(part for part in (when, seal) if part)
    label = f"{components.escaped(moment.line)} :gray[{components.escaped(quiet)}]"
    icon = ":material/warning:" if wrong else _ICONS[moment.kind]
    box = st.expander(label, key=f"moment-{key}", icon=icon, type="step", on_change="rerun")
    with box:
        components.asked([("Not as sealed", told) for told in wrong] + facts(moment))
        if box.open:
            found = {paper.name: paper for paper in papers(moment)}
            first, *_ = names = list(found)
            name = st.segmented_control(
                "Read", names, default=first, required=True, key=f"read-{key}", label_visibility="collapsed", wrap=True
            )
            show(found[name or first], key)


def show(paper: Paper, key: str) -> None:
    """Something to read to the letter, as text, whatever is in it: what to know before, then each of its parts."""
    components.remark(paper.remark)
    for place, (heading, text) in enumerate(paper.parts):
        if paper.form == "JSON":
            st.code(text, language=None, wrap_lines=True)  # the colours of code are too pale to be read by all
            continue
        with st.container(key=f"paper-{key}-{place}", border=True):
            if heading:
                st.html(components.remark_html(heading))
            components.text(text)
        components.copy_button(text, key=f"copy-{key}-{place}")
