"""What holds for any text and any feedback, however odd."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from hitl.domain import Brief, Kind
from hitl.writer.offline import metrics
from hitl.writing import Assignment
from tests.test_offline import FEEDBACK, revised, written, written_or_refused

NOT_SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@NOT_SLOW
@given(st.text(), st.sampled_from(list(Kind)), st.text(max_size=20), st.lists(st.text(max_size=20), max_size=3))
@example("", Kind.X, "", [])
def test_any_brief_gets_a_draft(topic: str, kind: Kind, words: str, musts: list[str]) -> None:
    assignment = Assignment(Brief(topic, kind, words, words, words, 0, tuple(musts)))

    pieces, result = written(assignment)

    assert "".join(pieces) == result.text
    assert result == written(assignment)[1]


@NOT_SLOW
@given(
    st.text(min_size=1),
    st.text() | st.sampled_from(FEEDBACK),
    st.lists(st.sampled_from(FEEDBACK), max_size=3),
    st.sampled_from(list(Kind)),
)
def test_any_text_and_feedback_get_a_revision(text: str, feedback: str, earlier: list[str], kind: Kind) -> None:
    assignment = Assignment(Brief("a topic", kind), text, (*earlier, feedback))

    pieces, result = written_or_refused(assignment)

    assert result == written_or_refused(assignment)[1]
    assert (isinstance(result, str) or result.text == "".join(pieces)) and "".join(pieces) != text


PARTS = (
    "We",
    "you",
    "cut",
    "37%",
    "of it,",
    "and",
    "12 teams.",
    "Hello!",
    "(a note)",
    "-",
    "\n\n\n",
    "#",
    "•",
    "Q3",
    "1.",
    "漢字。",
    "🎉",
)
WORDY = st.lists(
    st.sampled_from(PARTS),
    min_size=2,
)


def standing(text: str, feedback: str) -> str:
    """The text that stands after the feedback: the revision, or the text itself where none was needed."""
    _, result = written_or_refused(Assignment(Brief("a topic", Kind.FREE), text, (feedback,)))
    return text if isinstance(result, str) else result.text


@NOT_SLOW
@given(WORDY.map(" ".join).filter(lambda text: len(text.split()) > 1))
def test_shorter_always_has_fewer_words(text: str) -> None:
    result = revised(Brief("a topic", Kind.FREE), text, "shorter")

    assert len(result.text.split()) < len(text.split())


@NOT_SLOW
@given(WORDY.map(" ".join).filter(metrics))
def test_keeping_one_metric_always_leaves_exactly_one(text: str) -> None:
    assert len(metrics(standing(text, "keep one metric"))) == 1


@NOT_SLOW
@given(WORDY.map(" ".join).filter(str.strip), st.integers(1, 30))
def test_a_limit_in_words_is_always_kept(text: str, limit: int) -> None:
    assert len(standing(text, f"max {limit} words").split()) <= limit
