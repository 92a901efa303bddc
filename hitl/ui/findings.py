"""What a revision says that was not said before: the places where a model may have made something up."""

import streamlit as st

from hitl.domain import Revision
from hitl.facts import RULES, Finding, new_facts, sources
from hitl.lineage import Lineage
from hitl.ui import components


def findings(lineage: Lineage, old: Revision, new: Revision) -> None:
    """The facts that came and went between two revisions; those without a source first, and marked in words.

    Of a first draft, looked at alone, all facts are new.
    """
    changed = new_facts("" if old.number == new.number else old.text, new.text, sources(lineage, new.number))
    st.header("Facts", anchor=False)
    unknown = [finding for finding in changed.appeared if not finding.known]
    known = [finding for finding in changed.appeared if finding.known]
    rows = [("Check", f"{_told(finding)}: new, and in no source") for finding in unknown]
    rows += [("New", f"{_told(finding)}: in {' and '.join(finding.sources)}") for finding in known]
    rows += [("Gone", f"{fact.text} ({fact.kind})") for fact in changed.gone]
    if rows:
        components.asked(rows)
    else:
        components.remark("No number, date, name, link or quotation came or went.")
    with st.expander("How these were found"):
        for rule in RULES:
            components.remark(rule)


def _told(finding: Finding) -> str:
    return f"{finding.fact.text} ({finding.fact.kind})"
