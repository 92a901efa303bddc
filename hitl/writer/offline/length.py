"""Making a text shorter or longer."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from hitl.domain import Brief
from hitl.writer.offline.asks import Ask
from hitl.writer.offline.own import content, is_own, said_in
from hitl.writer.offline.sheet import Sheet, is_call, is_contact, is_frame, is_hashtags, sign_off_at, with_sentence
from hitl.writer.offline.swaps import squeeze
from hitl.writer.offline.text import Unit, joined, kept, metrics, sentence, units, without_orphans, word_count
from hitl.writer.offline.words import MORE

Measure = Callable[[str], int]

_USUAL_PERCENT = 35
_FIRM = 42
_MOSTLY = 0.6
_ENOUGH = 90
_LOOSE_END = re.compile(
    r"[\s,;:–—-]+(?:and|or|but|the|a|an|of|to|for|with|in|on|at|by|from|that|which|what|who|is|are|so|as|than|our|"
    r"your|it|its)?$",
    re.IGNORECASE,
)
_TAILS = (
    re.compile(r"\s*\([^()]{1,300}\)"),
    re.compile(r"\s+[–—-]\s+[^–—]{1,300}?(?=[.!?…]*$)"),
    re.compile(r",\s+[^,]{1,300}?(?=[.!?…]*$)"),
    re.compile(r"\s+(?:and|but|so|because|which|while|without|when)\s+\S[^.!?]{1,300}?(?=[.!?…]*$)"),
)


def _sentences(text: str) -> int:
    return len(units(text))


MEASURES: dict[str, Measure] = {"words": word_count, "characters": len, "sentences": _sentences}


def shorten(sheet: Sheet, ask: Ask) -> Sheet:
    """Fewer words than before this revision: by a share (a third unless told), or by a number of words."""
    before = word_count(sheet.before)
    if before < 2 and len(units(sheet.text)) < 2:
        return sheet.missing(ask, "the text is too short to be cut")
    share = before * (100 - (ask.number or _USUAL_PERCENT)) // 100
    target = before - ask.number if ask.value == "words" else share
    text = _dropped(squeeze(sheet.text), sheet, "words", max(1, target), least=0 if ask.number else _FIRM)
    limit = max(
        1,
        target
        if ask.number
        else before - 1
        if _has_own(text) or word_count(text) < before
        else before * _ENOUGH // 100,
    )
    return sheet.with_text(fitted(sheet.with_text(text), "words", limit))


def _has_own(text: str) -> bool:
    return any(is_own(unit.words) for unit in units(text))


def bring_to_length(sheet: Sheet, ask: Ask) -> Sheet:
    """Keep to a number of words, characters or sentences: at most, at least, or about."""
    size = MEASURES[ask.value](sheet.text)
    if ask.other != "min" and size > ask.number:
        return sheet.with_text(fitted(sheet, ask.value, ask.number))
    slack = ask.number // 10 if ask.other == "about" else 0
    if ask.other != "max" and size < ask.number - slack:
        return _grown(sheet, ask.value, ask.number, ask, most=ask.number if ask.other == "about" else 0)
    return sheet if ask.quiet else sheet.missing(ask, "the text already keeps to this")


def lengthen(sheet: Sheet, ask: Ask) -> Sheet:
    """More words: what the brief says and the text does not, then sentences of the writer's own."""
    words = word_count(sheet.text)
    return _grown(sheet, "words", words + max(20, words * (ask.number or 30) // 100), ask)


def fitted(sheet: Sheet, unit: str, limit: int) -> str:
    """The text within a limit: squeezed, without its least important sentences, at last cut short."""
    measure = MEASURES[unit]
    text = sheet.text
    if measure(text) > limit:
        text = _dropped(squeeze(text), sheet, unit, limit, least=_FIRM)
    if measure(text) > limit:
        text = _trimmed(text, sheet.brief.must_haves, measure, limit)
    if measure(text) > limit:
        text = _dropped(text, sheet, unit, limit, least=0)
    if measure(text) > limit:
        text = _trimmed(text, sheet.brief.must_haves, measure, limit)
    return text if measure(text) <= limit else _cut(text, measure, limit)


def _dropped(text: str, sheet: Sheet, unit: str, limit: int, *, least: int) -> str:
    """The text without its least important units until it keeps the limit; what is worth `least` or more stays."""
    parts = units(text)
    worth = _worths(parts, sheet)
    measure = MEASURES[unit]
    size = measure(text)
    staying = set(range(len(parts)))
    for index in sorted(staying, key=lambda index: (worth[index], -index)):
        if size <= limit or len(staying) == 1 or (least and worth[index] >= least):
            break
        staying.discard(index)
        size -= 1 if unit == "sentences" else measure(str(parts[index]))
    return joined(kept(parts, without_orphans(parts, staying))).strip()


def _worths(parts: Sequence[Unit], sheet: Sheet) -> list[int]:
    """How much each unit is worth keeping, from 0 up; the first of the body is worth most."""
    topic = said_in(sheet.brief)
    only_number = len(metrics(joined(parts))) == 1
    signed = sign_off_at(parts)
    last = len(parts) if signed is None else signed
    first = next((index for index, unit in enumerate(parts) if not is_frame(unit) and not is_own(unit.words)), 0)
    return [
        110
        if index == first
        else 95
        if index >= last
        else _worth(unit, sheet, topic, only_number) - index * 5 // len(parts)
        for index, unit in enumerate(parts)
    ]


def _worth(unit: Unit, sheet: Sheet, topic: frozenset[str], only_number: bool) -> int:
    if any(words in unit.words or unit.words in words for words in sheet.fresh):
        return 100
    if any(must in unit.words for must in sheet.brief.must_haves if must):
        return 90
    if is_call(unit):
        return 89
    if is_frame(unit) or is_contact(unit):
        return 85
    if metrics(unit.words) and only_number:
        return 80
    return 70 if is_hashtags(unit) else _worth_of_sentence(unit, topic)


def _worth_of_sentence(unit: Unit, topic: frozenset[str]) -> int:
    """What the brief says is worth more than what the editor or a model added, and that more than the writer's own."""
    words = content(unit.words)
    said, counted = len(topic & words), bool(metrics(unit.words))
    if words and said >= _MOSTLY * len(words):
        return 50 + min(said, 8) + 5 * counted
    if is_own(unit.words):
        return 5 + 5 * counted
    return 15 + 6 * min(said, 3) + 5 * unit.words.endswith(":") + counted


def _trimmed(text: str, musts: Sequence[str], measure: Measure, limit: int) -> str:
    """The text with asides and last clauses of its longest sentences cut, as far as that is needed."""
    parts = units(text)
    free = [index for index, unit in enumerate(parts) if not any(must and must in unit.words for must in musts)]
    for index in sorted(free, key=lambda index: -len(parts[index].words))[:6]:
        if measure(joined(parts)) <= limit:
            break
        words = parts[index].words
        cut = (
            next((cut for tail in _TAILS if len(cut := tail.sub("", words, count=1)) < len(words)), words)
            if len(words) < 2000
            else words
        )
        if len(cut.split()) > 3:
            parts[index] = replace(parts[index], words=cut)
    return joined(parts)


def _cut(text: str, measure: Measure, limit: int) -> str:
    """The text cut off at a limit of words or characters, ending as a sentence does."""
    end = text.rstrip()[-1:] if text.rstrip()[-1:] in ".!?" else ""
    if measure is len:
        start = text[: max(0, limit - 1)]
        whole = start.rpartition(" ")[0] or start
        return (_without_loose_end(whole) + "…")[:limit]
    stops = [found.end() for _, found in zip(range(limit), re.finditer(r"\S+", text), strict=False)]
    cut = _without_loose_end(text[: stops[-1]]) if stops else text
    return cut if cut[-1:] in ".!?…" else cut + end


def _without_loose_end(text: str) -> str:
    for _ in range(4):
        shorter = text[:-80] + _LOOSE_END.sub("", text[-80:])
        if not shorter.strip() or shorter == text:
            break
        text = shorter
    return text


def _grown(sheet: Sheet, unit: str, goal: int, ask: Ask, most: int = 0) -> Sheet:
    """The text with more sentences until it reaches the goal, in paragraphs of up to three."""
    measure = MEASURES[unit]
    size, length, added = measure(sheet.text), len(sheet.text), list[str]()
    for words in _unsaid(sheet):
        if size >= goal:
            break
        if (most and size + measure(words) > most) or _too_long(length + len(words) + 2, sheet.brief):
            continue
        added.append(words)
        size, length = size + measure(words), length + len(words) + 2
    if size < goal - most // 10:
        sheet = sheet.missing(ask, "only in part: the built-in writer has nothing more to say here")
    if not added:
        return sheet
    paragraphs = [" ".join(added[start : start + 3]) for start in range(0, len(added), 3)]
    return sheet.with_text(with_sentence(sheet.text, "\n\n".join(paragraphs), paragraph=True))


def _unsaid(sheet: Sheet) -> list[str]:
    """Sentences that the text lacks: facts of the brief, then the writer's own."""
    facts = [sentence(unit.words) for unit in units(sheet.brief.topic)[1:] if len(unit.words.split()) > 3]
    return [words for words in (*facts, *MORE) if words.rstrip(".") not in sheet.text]


def _too_long(length: int, brief: Brief) -> bool:
    return brief.character_limit is not None and length > brief.character_limit
