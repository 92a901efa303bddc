"""The audit page's frame: which review it is about, the answer, the way through the loop, the last seal."""

from html import escape

import streamlit as st

from hitl.audit import Record, verify
from hitl.desk import ReviewDesk
from hitl.domain import Status
from hitl.errors import Damaged
from hitl.story import LIMITS, answer, compared, moments, papers, path_of
from hitl.story.drawing import drawn
from hitl.story.reading import count, words
from hitl.trail import TITLE_IS_LOST
from hitl.ui import components
from hitl.ui.actor import actor_menu
from hitl.ui.checks import tell
from hitl.ui.custom import custom
from hitl.ui.drafting import settled_soon
from hitl.ui.feedback import begun_from
from hitl.ui.heading import heading
from hitl.ui.meanwhile import keep_watch
from hitl.ui.papers import show
from hitl.ui.session import opened

SEAL_CHARACTERS = 200
"""What may be pasted as a seal: more than its 64, for blanks and line ends that came along."""


def audited(desk: ReviewDesk, review_id: str) -> Record:
    """The record of a review, below its head; also of one that cannot be read as a review. Raises NotFound."""
    try:
        review = settled_soon(desk, opened(desk.review(review_id)))
    except Damaged as damage:
        record = desk.archive.record(review_id)
        components.head(words(record.review, "title") or TITLE_IS_LOST, actor_menu)
        st.error(components.escaped(str(damage)))
        return record
    heading(review)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _link("pages/review.py", "Back to review", ":material/arrow_back:", review.id)
        if review.counters.texts:
            _link("pages/history.py", "History", ":material/difference:", review.id)
        begun_from(review, "pages/audit.py")
    if review.damage:
        st.error(components.escaped(review.damage))
    elif review.status is Status.DRAFTING:
        st.info("A text is being written just now. Go back to the review to follow it.")
    keep_watch(desk, review.id, review.stop)
    return desk.archive.record(review.id)


def _link(page: str, label: str, icon: str, review_id: str) -> None:
    st.page_link(page, label=label, icon=icon, query_params={"thread": review_id})


def answered(record: Record) -> None:
    """Who approved the text, or why nobody did, in a few sentences, with the text itself at a click."""
    with st.container(key="answer", border=True):
        st.html(f'<div class="hitl-answer" dir="auto">{escape(answer(record))}</div>')
        _warn_of_changes(record)
        last = next(moment for moment in reversed(moments(record)) if moment.kind != "repair")
        if last.kind in ("outcome", "stop") and count(last.row, "number"):
            key = f"text-{words(record.review, 'id')}"
            box = st.expander("Read this text", key=key, on_change="rerun", type="compact")
            if box.open:
                with box:
                    show(papers(record, last)[0], "answer")


def _warn_of_changes(record: Record) -> None:
    """Say that the answer may be wrong where a record that nobody writes any more is not as it was written."""
    ended = words(record.review, "status") not in (Status.DRAFTING, Status.WAITING)
    if ended and verify(record):
        st.warning(
            "Something in this record is not as it was written, so this may not be what happened. Verify names it."
        )


def way(record: Record) -> None:
    """The graph with the way that the review took in it, and the same in words for who cannot see it."""
    st.header("The way it took", anchor=False)
    path = path_of(record)
    drawing = custom("path", "<figure></figure><ul></ul>", "path")
    drawing(data={"svg": drawn(path), "words": tuple(path.told)}, key="way")


def last_seal(desk: ReviewDesk, record: Record) -> None:
    """The last seal, to be noted elsewhere, and whether one that was noted is one of these."""
    st.header("The last seal", anchor=False)
    head = words(record.review, "head")
    if not head:
        components.remark("The last seal of this review cannot be read.")
        return
    _seal(head, "head")
    components.remark("Keep a copy where nobody with database access can change it. Later it shows what stood here.")
    noted = st.text_input(
        "A last seal that you noted",
        key=f"noted-{words(record.review, 'id')}",
        max_chars=SEAL_CHARACTERS,
        help="Paste the seal that you copied from here at an earlier time. The page says whether it is one of this "
        "review’s, and what came since.",
    )
    if noted.strip() == desk.archive.head().seal:
        st.info("This is the desk’s last seal, below, and none of this review’s.")
    elif noted.strip():
        tell(compared(record, verify(record), noted))
    for sentence in LIMITS:
        components.remark(sentence)
    st.header("The desk’s last seal", anchor=False)
    _seal(desk.archive.head().seal, "desk-head")
    components.remark(
        "It covers the start, the end, the deletion and the repair of every review. With a copy of it, the command "
        "verify --all shows whether an older copy of the database was put back."
    )


def _seal(seal: str, key: str) -> None:
    with st.container(key=key):
        st.html(f'<code class="hitl-seal">{escape(seal)}</code>')
        components.copy_button(seal, key=f"copy-{key}-{seal}")
