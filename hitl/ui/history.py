"""The whole trail of a review, as a table and as files to take along."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from hitl import export, trail
from hitl.domain import Decision, Review, Revision
from hitl.ui.downloads import downloads


def trail_table(review: Review, revisions: Sequence[Revision], decisions: Sequence[Decision]) -> None:
    """Every event of the review as a table, and as files to take along."""
    st.header("The whole trail", anchor=False)
    with st.container(key="trail"):
        st.dataframe(_readable(trail.rows(review, revisions, decisions)), hide_index=True)
    with st.container(horizontal=True, gap="small"):
        formats = export.HISTORY_FORMATS if revisions else export.HISTORY_FORMATS[:-1]
        downloads(formats, f"history-{review.id[:8]}", review, revisions, decisions)


def _readable(rows: Sequence[trail.Row]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=trail.COLUMNS)
    table["time"] = pd.to_datetime(table["time"]).dt.strftime("%Y-%m-%d %H:%M:%S UTC")
    table["revision"] = table["revision"].map(lambda number: f"v{number}" if number else "")
    return table.rename(columns=str.capitalize).rename(columns={"Sha256": "SHA-256"})
