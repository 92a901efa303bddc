"""Telling the writer's own sentences from the brief's facts, so that the facts outlive them."""

import re
from collections import Counter
from dataclasses import fields

from hitl.domain import Brief
from hitl.writer.offline.words import ASKING, COURTEOUS, MORE, PLAIN, VOICES, WARM, Voice

_FILLERS = (
    "audience",
    "figures",
    "questions_counted",
    "questions",
    "body",
    "answers",
    "closes",
    "close_one",
    "close_two",
)
_LONGEST = 400
_ALIKE = 0.7
_MOSTLY = 0.5


def content(words: str) -> frozenset[str]:
    """The words of four letters and more, in small letters."""
    return frozenset(re.findall(r"[^\W\d_]{4,40}", words.lower()))


def said_in(brief: Brief) -> frozenset[str]:
    """The words of a brief that facts are made of."""
    return content(" ".join((brief.topic, *brief.must_haves)))


def is_own(words: str) -> bool:
    """True for a sentence that the writer has of its own, also after its tone or numbers were changed."""
    if len(words) > _LONGEST:
        return False
    said = content(words)
    shared = Counter(number for word in said for number in _WHERE.get(word, ()))
    return any(count >= _ALIKE * len(_OWN[number]) and count >= _MOSTLY * len(said) for number, count in shared.items())


def _sentences(voice: Voice) -> list[str]:
    found: list[str] = []
    for field in fields(voice):
        if field.name in _FILLERS:
            value = getattr(voice, field.name)
            found += [value] if isinstance(value, str) else value
    return found


def _all_own() -> tuple[frozenset[str], ...]:
    voices = [PLAIN, *(voice for voice, _ in VOICES)]
    lines = [line for voice in voices for line in _sentences(voice)]
    asked = [line.replace("§", asking) for line in lines if "§?" in line for asking in ASKING.values()]
    whole = [*(line.replace("§", "") for line in lines if "§?" not in line), *asked, *MORE, *WARM, *COURTEOUS]
    pieces = [piece for line in whole for piece in (line, *re.split(r"(?<=[.!?])\s+", line))]
    return tuple(dict.fromkeys(filter(None, map(content, pieces))))


_OWN = _all_own()
_WHERE: dict[str, list[int]] = {}
for _number, _words in enumerate(_OWN):
    for _word in _words:
        _WHERE.setdefault(_word, []).append(_number)
