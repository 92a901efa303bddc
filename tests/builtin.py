"""What tests of the built-in writer ask of it, and see in its texts."""

import pytest

from hitl.domain import Brief, Kind
from hitl.errors import DraftFailed
from hitl.facts import quantities
from hitl.sentences import units
from hitl.writer.builtin import BuiltInWriter
from hitl.writing import Assignment, Written
from tests.fakes import read


def written(brief: Brief, text: str, *feedback: str) -> Written:
    """What comes of feedback."""
    return read(BuiltInWriter(pause=0)(Assignment(brief, text, feedback)))[1]


def revised(feedback: str, text: str, kind: Kind = Kind.FREE) -> str:
    """The text that comes of it."""
    return written(Brief("A text", kind), text, feedback).text


def refused(feedback: str, text: str, kind: Kind = Kind.FREE) -> str:
    """What is said where nothing comes of it."""
    with pytest.raises(DraftFailed) as caught:
        written(Brief("A text", kind), text, feedback)
    assert caught.value.fault == "nothing_done"
    assert not caught.value.problem.can_retry
    return str(caught.value)


def told(feedback: str, text: str) -> str:
    """What is said in either case."""
    try:
        return " ".join(written(Brief("A text"), text, feedback).notes)
    except DraftFailed as failure:
        return str(failure)


def parts(text: str, *sorts: str) -> list[str]:
    """The words of a text's units, or of those of some sorts."""
    return [part.words for part in units(text) if not sorts or part.sort in sorts]


def numbers(text: str) -> list[str]:
    """The figures of a text."""
    return [fact.text for fact in quantities(text)]
