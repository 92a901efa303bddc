"""The audit page: who approved a text, what they saw, why the loop ended, and whether it would end so again."""

import streamlit as st

from hitl.errors import HitlError
from hitl.ui.audit import answered, audited, last_seal, way
from hitl.ui.bar import enter_by_the_front_door
from hitl.ui.checks import checks
from hitl.ui.components import sides
from hitl.ui.process import open_desk
from hitl.ui.refusals import dead_end
from hitl.ui.session import address, last_opened
from hitl.ui.timeline import timeline
from hitl.wording.moments import moments

enter_by_the_front_door()
desk = open_desk()
thread = address() or last_opened()
if not thread:
    st.info("Open a draft first, from the list: how its text came about is told here.")
    st.stop()

try:
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
except HitlError as error:
    dead_end(error)
