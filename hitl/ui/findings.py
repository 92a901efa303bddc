"""What a revision says that was not said before: the places where a model may have made something up."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from hitl.domain import Author, Decision, Review, Revision
from hitl.facts import RULES, Finding, new_facts, sources
from hitl.ui import components


def findings(
    review: Review, revisions: Sequence[Revision], decisions: Sequence[Decision], old: Revision, new: Revision
) -> None:
    """The facts that came and went between two revisions; those without a source first, and marked in words.

    Of a first draft, looked at alone, all facts are new.
    """
    opening = review.opening
    if review.begun_from:  # its first text was taken from another review, where a model may have written it
        opening, revisions = None, [replace(revisions[0], author=Author.MODEL), *revisions[1:]]
    given = sources(review.brief, opening, revisions, decisions, new.number)
    changed = new_facts("" if old.number == new.number else old.text, new.text, given)
    st.header("Facts", anchor=False)
    unknown = [finding for finding in changed.appeared if not finding.known]
    known = [finding for finding in changed.appeared if finding.known]
    rows = [("Check", f"{_told(finding)}: new, and in no source") for finding in unknown]
    rows += [("New", f"{_told(finding)}: has a source") for finding in known]
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
