"""The moments of a review, a page of them at a time; each opens to what it holds, long texts are read on demand."""

from collections.abc import Sequence

import streamlit as st

from hitl.audit import Finding, Record
from hitl.story import Moment, facts, moments, papers
from hitl.story.reading import clock, short, words
from hitl.ui import components
from hitl.ui.paging import page_of
from hitl.ui.papers import show

_ICONS = {
    "start": ":material/play_circle:",
    "call": ":material/outgoing_mail:",
    "revision": ":material/article:",
    "stop": ":material/pause_circle:",
    "decision": ":material/person:",
    "outcome": ":material/flag:",
    "repair": ":material/build:",
}


def timeline(record: Record, findings: Sequence[Finding]) -> None:
    """The moments in order, at first the last page of them; what a check found is told with the moment it is about."""
    st.header("Step by step", anchor=False)
    told = moments(record)
    day = ""
    for moment in page_of(told, f"steps-{words(record.review, 'id')}"):
        wrong = [f.told for f in findings if (f.kind, f.number) == (moment.kind, moment.number)]
        date, _, time = clock(moment.at).partition(", ") if moment.at else ("", "", "")
        _moment(record, moment, time if time and date == day else clock(moment.at) if moment.at else "", wrong)
        day = date or day


def _moment(record: Record, moment: Moment, when: str, wrong: Sequence[str]) -> None:
    """A moment in a line, and inside it what it holds."""
    seal = f"seal {short(moment.seal)}" if moment.seal else ""
    quiet = " · ".join(part for part in (when, seal) if part)
    label = f"{components.escaped(moment.line)} :gray[{components.escaped(quiet)}]"
    icon = ":material/warning:" if wrong else _ICONS[moment.kind]
    key = f"{moment.kind}-{moment.number}-{words(record.review, 'id')}"
    box = st.expander(label, key=f"moment-{key}", icon=icon, type="step", on_change="rerun")
    with box:
        components.asked([("Not as sealed", told) for told in wrong] + facts(record, moment))
        if box.open:
            _papers(record, moment, key)


def _papers(record: Record, moment: Moment, key: str) -> None:
    """One of the papers of a moment, by choice."""
    found = {paper.name: paper for paper in papers(record, moment)}
    names = list(found)
    name = st.segmented_control(
        "Read", names, default=names[0], required=True, key=f"read-{key}", label_visibility="collapsed", wrap=True
    )
    show(found[name or names[0]], key)
