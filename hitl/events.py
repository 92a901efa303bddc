"""What happens at the desk, one line of a log for each event: small facts, and no words that somebody wrote.

Whoever opens a desk says where the lines go, with `write_log`; until then nobody hears them.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

from hitl.domain import Decision, Review
from hitl.errors import HitlError

Form = Literal["text", "json", "off"]

LEVELS = {
    event: level
    for level, events in (
        (logging.INFO, "opened closed started decided stop_asked taken_up drafted stopped waiting finished"),
        (logging.WARNING, "refused deleted rebuilt failed model_error store_failed put_off rejected not_traced"),
        (logging.ERROR, "not_opened damaged broken"),
    )
    for event in events.split()
}
"""All events; docs/operations.md says what each means."""

NOTE = "note"
"""The event of a line that a module wrote with the standard library's own means."""

ID_LENGTH = 32
MOST_FRAMES = 6
_PLAIN = re.compile(r"[\w.:/+-]+")
_AT_SOME_HOST = re.compile(r"@\S+")

log = logging.getLogger("hitl")
log.addHandler(logging.NullHandler())  # Python would print bare names of events until `write_log` says how

_review: ContextVar[str] = ContextVar("review", default="")
_with_words = False

P = ParamSpec("P")
T = TypeVar("T")
D = TypeVar("D")


def write_log(form: Form, *, texts: bool = False) -> None:
    """Write the events to standard error from now on, in this form only; `texts` adds what people and models wrote."""
    global _with_words
    _with_words = texts
    handler = logging.NullHandler() if form == "off" else _StandardError()
    handler.setFormatter(Lines(form))
    log.handlers[:] = [handler]
    log.setLevel(logging.INFO)
    log.propagate = False  # whoever sets up the root logger would write each line once more


def about(review_id: str) -> None:
    """Say which review the events are about that this thread, and those that carry its context on, tell from now."""
    _review.set(review_id)


def tell(
    event: str,
    review: str = "",
    /,
    *,
    words: Mapping[str, object] | None = None,
    mistake: BaseException | None = None,
    **facts: object,
) -> None:
    """Tell an event of `LEVELS`, of a review or of none, with its facts, and the mistake behind it if there is one.

    `words` are left out unless the log was opened for texts too.
    """
    level = LEVELS[event]
    if log.isEnabledFor(level):
        told = {"review": (review or _review.get())[:ID_LENGTH], **facts}
        told |= _origin(mistake) if mistake else {}
        told |= words if words and _with_words else {}
        log.log(level, event, extra={"facts": {name: value for name, value in told.items() if value not in (None, "")}})


def kind(error: Exception) -> str:
    """The short name of one of our errors: its fault, or what sort it is."""
    return getattr(error, "fault", "") or re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(error).__name__).lower()


def tell_started(review: Review) -> None:
    """Tell that a review was started."""
    model, origin = review.policy.models[0], review.begun_from[0] if review.begun_from else None
    words = {"topic": review.brief.topic, "text": review.opening}
    tell("started", review.id, actor=review.owner, model=model, begun_from=origin, words=words)


def tell_decided(review_id: str, decision: Decision) -> None:
    """Tell that a decision was recorded."""
    words = {"feedback": decision.feedback, "text": decision.text}
    who, verb, seen = decision.actor, decision.verb.value, decision.seen_number
    tell("decided", review_id, actor=who, verb=verb, revision=seen, route=decision.goto, words=words)


def refusals_told(method: Callable[Concatenate[D, str, P], T]) -> Callable[Concatenate[D, str, P], T]:
    """Have it told when what a person asked of a review is refused; the verb is the method's name."""

    @wraps(method)
    def deciding(desk: D, review_id: str, /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return method(desk, review_id, *args, **kwargs)
        except HitlError as error:
            revision = getattr(error, "seen", None)
            words = {"said": str(error)}
            tell("refused", review_id, verb=method.__name__, why=kind(error), revision=revision, words=words)
            raise

    return deciding


class Lines(logging.Formatter):
    """One line for each record, whatever is in it."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._json = form == "json"

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        at = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        facts: dict[str, Any] | None = getattr(record, "facts", None)
        event = record.getMessage()
        if facts is None:
            event, facts = NOTE, {"review": _review.get(), "by": record.name, "said": event.split("\n")[0]}
        level = record.levelname.lower()
        facts = {name: _named(value) if name == "actor" else value for name, value in facts.items()}
        if self._json:
            return json.dumps({"at": at, "level": level, "event": event, **facts}, default=str)
        return " ".join([at, f"{level:<7}", event, *(f"{name}={_shown(value)}" for name, value in facts.items())])


class _StandardError(logging.Handler):
    """Writes to what standard error is just then: whoever runs a command inside of a program may have changed it."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line at once, whole."""
        try:
            sys.stderr.write(f"{self.format(record)}\n")
            sys.stderr.flush()
        except (OSError, ValueError):
            self.handleError(record)


def _origin(error: BaseException) -> dict[str, str]:
    """What sort of mistake it was, and where, from the inside out; its message may repeat a text or a key."""
    sorts, first = [type(error).__name__], error
    while first.__cause__ is not None:
        first = first.__cause__
        sorts.append(type(first).__name__)
    frames = traceback.extract_tb(first.__traceback__)[: -MOST_FRAMES - 1 : -1]
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": " < ".join(sorts), "at": " < ".join(places)}


def _named(actor: object) -> str:
    """A person's name as far as a log needs it: of an address, what stands before the host."""
    return _AT_SOME_HOST.sub("@...", str(actor))


def _shown(value: object) -> str:
    """A value in one word, or in quotes with every character escaped that does not print."""
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    if _PLAIN.fullmatch(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(char if char.isprintable() else char.encode("unicode-escape").decode() for char in quoted)
