"""The audit page: who approved a text, what they saw, why the loop ended, and whether it would end so again."""

import streamlit as st

from hitl.ui.audit import answered, audited, last_seal, way
from hitl.ui.bar import desk_page
from hitl.ui.checks import checks
from hitl.ui.components import sides
from hitl.ui.session import address, last_opened
from hitl.ui.timeline import timeline
from hitl.wording.moments import moments

with desk_page() as desk:
    thread = address() or last_opened()
    if not thread:
        st.info("Open a draft first, from the list: how its text came about is told here.")
        st.stop()
    record = audited(desk, thread)
    told = moments(record)
    answered(record, told)
    findings = checks(desk, record)
    left, right = sides()
    with left:
        timeline(told, findings)
    with right:
        way(told)
        last_seal(desk, record)
