"""The audit page's frame: which review it is about, the answer, the way through the loop, the last seal."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from hitl.audit import Record, verify
from hitl.desk import ReviewDesk
from hitl.domain import Status
from hitl.errors import Damaged
from hitl.ui import components
from hitl.ui.actor import actor_menu
from hitl.ui.checks import tell
from hitl.ui.drafting import settled_soon
from hitl.ui.feedback import begun_from
from hitl.ui.heading import heading
from hitl.ui.meanwhile import keep_watch
from hitl.ui.session import opened
from hitl.ui.timeline import show
from hitl.wording import TITLE_IS_LOST
from hitl.wording.answer import answer
from hitl.wording.details import papers
from hitl.wording.moments import Moment
from hitl.wording.path import path
from hitl.wording.verdicts import CHANGED, LIMITS, compared

SEAL_CHARACTERS = 200
"""What may be pasted as a seal: more than its 64, for blanks and line ends that came along."""


def audited(desk: ReviewDesk, review_id: str) -> Record:
    """The record of a review, below its head; also of one that cannot be read as a review. Raises NotFound."""
    try:
        review = settled_soon(desk, opened(desk.review(review_id)))
    except Damaged as damage:
        record = desk.archive.record(review_id)
        components.head(str(record.review.get("title") or TITLE_IS_LOST), actor_menu)
        st.error(components.escaped(str(damage)))
        return record
    heading(review)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        at = {"thread": review.id}
        st.page_link("pages/review.py", label="Back to review", icon=":material/arrow_back:", query_params=at)
        if review.counters.texts:
            st.page_link("pages/history.py", label="History", icon=":material/difference:", query_params=at)
        begun_from(review, "pages/audit.py")
    if review.damage:
        st.error(components.escaped(review.damage))
    elif review.status is Status.DRAFTING:
        st.info("A text is being written just now. Go back to the review to follow it.")
    keep_watch(desk, review.id, review.stop)
    return desk.archive.record(review.id)


def answered(record: Record, told: Sequence[Moment]) -> None:
    """Who approved the text, or why nobody did, in a few sentences, with the text itself at a click."""
    with st.container(key="answer", border=True):
        st.html(f'<div class="hitl-answer" dir="auto">{escape(answer(record))}</div>')
        if record.review.get("status") not in (Status.DRAFTING, Status.WAITING) and verify(record):
            st.warning(f"{CHANGED} Verify shows what changed.")
        last = next(moment for moment in reversed(told) if moment.kind != "repair")
        if last.kind in ("outcome", "stop") and last.value and last.value.number:
            box = st.expander(
                "Read this text", key=f"text-{record.review.get('id')}", on_change="rerun", type="compact"
            )
            if box.open:
                with box:
                    show(papers(last)[0], "answer")


def way(told: Sequence[Moment]) -> None:
    """The nodes of the graph, and how often the review took each way between them."""
    st.header("The way it took", anchor=False)
    with st.container(key="way"):
        components.asked(path(told))


def last_seal(desk: ReviewDesk, record: Record) -> None:
    """The last seal, to be noted elsewhere, and whether one that was noted is one of these."""
    st.header("The last seal", anchor=False)
    head, desk_head = record.review.get("head"), desk.archive.head().seal
    if not head:
        components.remark("The last seal of this review cannot be read.")
        return
    _seal(str(head), "head")
    components.remark("Keep a copy where nobody with database access can change it. Later it shows what stood here.")
    noted = st.text_input(
        "A last seal that you noted",
        key=f"noted-{record.review.get('id')}",
        max_chars=SEAL_CHARACTERS,
        help="Paste the seal that you copied from here at an earlier time. The page says whether it is one of this "
        "review’s, and what came since.",
    ).strip()
    if noted and noted == desk_head:
        st.info("This is the desk’s last seal, below, and none of this review’s.")
    elif noted:
        tell(compared(record, verify(record), noted))
    for sentence in LIMITS:
        components.remark(sentence)
    st.header("The desk’s last seal", anchor=False)
    _seal(desk_head, "desk-head")
    components.remark(
        "It covers the start, the end, the deletion and the repair of every review. With a copy of it, the command "
        "verify --all shows whether an older copy of the database was put back."
    )


def _seal(seal: str, key: str) -> None:
    with st.container(key=key):
        st.html(f'<code class="hitl-seal">{escape(seal)}</code>')
        components.copy_button(seal, key=f"copy-{key}-{seal}")
