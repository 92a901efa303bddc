"""The record of a review, told to somebody who knows neither LangGraph nor cryptography. Plain words, no I/O.

What it tells comes from a record that may be damaged, and holds text that nobody has checked: whoever shows it
shows it as text.
"""

from hitl.story.answer import answer
from hitl.story.facts import facts
from hitl.story.moments import Moment, moments
from hitl.story.papers import Paper, papers
from hitl.story.path import Path, path_of
from hitl.story.verdicts import LIMITS, Verdict, checked, compared, replayed

__all__ = [
    "LIMITS",
    "Moment",
    "Paper",
    "Path",
    "Verdict",
    "answer",
    "checked",
    "compared",
    "facts",
    "moments",
    "papers",
    "path_of",
    "replayed",
]
