"""A revision: the asks of the last feedback carried out, earlier ones kept, limits respected."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from hitl.domain import Brief
from hitl.writer.offline.asks import Ask, Wish
from hitl.writer.offline.lead import lead
from hitl.writer.offline.length import MEASURES, bring_to_length, fitted, lengthen, shorten
from hitl.writer.offline.numbers import add_number, limit_numbers
from hitl.writer.offline.outcome import Outcome
from hitl.writer.offline.parts import (
    add_call,
    add_hashtags,
    add_question,
    has_hashtags,
    remove_call,
    remove_hashtags,
    remove_question,
    set_title,
    stronger_opening,
)
from hitl.writer.offline.shape import as_bullets, as_paragraphs, no_breaks, one_paragraph, without_bullets
from hitl.writer.offline.sheet import Miss, Sheet
from hitl.writer.offline.style import (
    add_emoji,
    american_spelling,
    british_spelling,
    friendlier,
    has_emoji,
    more_formal,
    no_exclamation,
    remove_emoji,
    simpler,
)
from hitl.writer.offline.text import metrics, units
from hitl.writer.offline.understanding import understand
from hitl.writer.offline.wording import exchange, mention, remove

Edit = Callable[[Sheet, Ask], Sheet]

EDITS: Mapping[Wish, Edit] = MappingProxyType(
    {
        Wish.REPLACE: exchange,
        Wish.REMOVE: remove,
        Wish.TITLE: set_title,
        Wish.NO_CALL: remove_call,
        Wish.NO_HASHTAGS: remove_hashtags,
        Wish.NO_QUESTION: remove_question,
        Wish.NO_EMOJI: remove_emoji,
        Wish.NO_BULLETS: without_bullets,
        Wish.FRIENDLIER: friendlier,
        Wish.FORMAL: more_formal,
        Wish.NO_EXCLAMATION: no_exclamation,
        Wish.SIMPLER: simpler,
        Wish.BRITISH: british_spelling,
        Wish.AMERICAN: american_spelling,
        Wish.NUMBERS: limit_numbers,
        Wish.ADD_NUMBER: add_number,
        Wish.LONGER: lengthen,
        Wish.MENTION: mention,
        Wish.LEAD: lead,
        Wish.HOOK: stronger_opening,
        Wish.QUESTION: add_question,
        Wish.CALL: add_call,
        Wish.SHORTER: shorten,
        Wish.LENGTH: bring_to_length,
        Wish.EMOJI: add_emoji,
        Wish.BULLETS: as_bullets,
        Wish.ONE_PARAGRAPH: one_paragraph,
        Wish.PARAGRAPHS: as_paragraphs,
        Wish.NO_BREAKS: no_breaks,
        Wish.HASHTAGS: add_hashtags,
        Wish.LEAVE: lambda sheet, _ask: sheet,
    }
)
"""How each wish is carried out, in the order in which several are: words, tone, numbers, parts, length, layout."""

_ORDER = {wish: number for number, wish in enumerate(EDITS)}

Keeps = Callable[[str, Ask], bool]
_LASTING: Mapping[Wish, Keeps] = MappingProxyType(
    {
        Wish.NUMBERS: lambda text, ask: len(metrics(text)) <= ask.number,
        Wish.NO_EMOJI: lambda text, ask: ask.other == "fewer" or not has_emoji(text),
        Wish.NO_HASHTAGS: lambda text, ask: ask.other == "fewer" or not has_hashtags(text),
        Wish.NO_EXCLAMATION: lambda text, _ask: "!" not in text,
        Wish.LENGTH: lambda text, ask: ask.other != "max" or MEASURES[ask.value](text) <= ask.number,
        Wish.NO_BULLETS: lambda text, _ask: not any(unit.listed for unit in units(text)),
        Wish.NO_BREAKS: lambda text, _ask: "\n" not in text,
    }
)
"""The wishes that hold for later revisions too, and whether a text keeps to them."""

_OVERRULES: Mapping[Wish, tuple[Wish, ...]] = MappingProxyType(
    {
        Wish.NUMBERS: (Wish.NUMBERS, Wish.ADD_NUMBER),
        Wish.NO_EMOJI: (Wish.EMOJI,),
        Wish.NO_HASHTAGS: (Wish.HASHTAGS,),
        Wish.NO_EXCLAMATION: (),
        Wish.LENGTH: (Wish.LENGTH, Wish.LONGER),
        Wish.NO_BULLETS: (Wish.BULLETS,),
        Wish.NO_BREAKS: (Wish.PARAGRAPHS, Wish.BULLETS, Wish.HASHTAGS, Wish.CALL),
    }
)
"""The later wishes that end a lasting one."""


def revise(brief: Brief, draft: str, feedback: Sequence[str]) -> Outcome:
    """The draft with the last feedback carried out, and what was not understood or could not be done."""
    last = understand(feedback[-1] if feedback else "")
    sheet = carry_out(Sheet(draft, brief, before=draft), last.asks)
    missed = sheet.missed
    sheet = _within_limit(_keep_earlier(sheet, last.asks, feedback[:-1]))
    missed = (*map(Miss, last.unknown), *missed)
    done = tuple(ask.clause for ask in last.asks if ask.clause not in {miss.clause for miss in missed})
    return Outcome(sheet.text, tuple(dict.fromkeys(missed)), sheet.notes, tuple(dict.fromkeys(done)))


def carry_out(sheet: Sheet, asks: Iterable[Ask]) -> Sheet:
    """The sheet with the asks carried out, each one once, in a fixed order."""
    for ask in sorted(dict.fromkeys(asks), key=lambda ask: _ORDER[ask.wish]):
        done = EDITS[ask.wish](sheet, ask)
        blank = not done.text.strip() and sheet.text.strip()
        sheet = sheet.missing(ask, "nothing would be left of the text") if blank else done
    return sheet


def _keep_earlier(sheet: Sheet, asks: Sequence[Ask], feedback: Sequence[str]) -> Sheet:
    """The sheet with earlier wishes seen to, unless a later one or the editor's own hand has overruled them."""
    lasting: dict[tuple[Wish, str], Ask] = {}
    for ask in [ask for words in feedback for ask in understand(words).asks]:
        lasting = _still_lasting(lasting, ask)
        if ask.wish in _LASTING:
            lasting[ask.wish, ask.value] = ask
    for ask in asks:
        lasting = _still_lasting(lasting, ask)
    numbers_wanted = any(metrics(ask.value + " " + ask.other) for ask in asks if ask.wish is not Wish.NUMBERS)
    for ask in lasting.values():
        keeps = _LASTING[ask.wish]
        ended = ask.wish is Wish.NUMBERS and numbers_wanted
        if not ended and keeps(sheet.before, ask) and not keeps(sheet.text, ask):
            sheet = EDITS[ask.wish](sheet, ask)
    return sheet


def _still_lasting(lasting: dict[tuple[Wish, str], Ask], ask: Ask) -> dict[tuple[Wish, str], Ask]:
    return {key: kept for key, kept in lasting.items() if ask.wish not in _OVERRULES[kept.wish]}


def _within_limit(sheet: Sheet) -> Sheet:
    """The sheet within the brief's limit, if the text was before; else with a note."""
    limit = sheet.brief.character_limit
    if limit is None or len(sheet.text) <= limit:
        return sheet
    if len(sheet.before) > limit:
        return sheet.noting(f"The text has {len(sheet.text):,} characters, and the limit is {limit:,}.")
    return sheet.with_text(fitted(sheet, "characters", limit)).noting(
        f"Some words were cut to keep to {limit:,} characters."
    )
