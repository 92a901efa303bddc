"""Dates, times of day, weekdays, months, quarters and years, in five languages."""

import re
from collections.abc import Iterator, Sequence

from hitl.facts.fact import WORDS, Found, Key, Taken, Word, found_at, numbered

_WORDS: dict[str, str] = WORDS["dates"]
_MONTHS, _SHORT, _WEEKDAYS = (
    {word: number for line in _WORDS[name].split("\n") for word, number in numbered(line, 1).items()}
    for name in ("months", "short_months", "weekdays")
)
_ALSO_WORDS, _UNCAPITALIZED = (frozenset(_WORDS[name].split()) for name in ("also_words", "uncapitalized"))
_NAMES = frozenset((*_MONTHS, *_SHORT, *_WEEKDAYS))

_AFTER_A_WORD = "|".join(rf"(?<=\b{word}\s)" for word in _WORDS["before_german_dates"].split())
_NUMERIC = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<![\w.,/:-])(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?![\w/-])",
        r"(?<![\w.,/:-])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4}|\d{2})(?![\w/-])",
        rf"(?=\d)(?:{_AFTER_A_WORD})(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.(?![\w/-])",
        r"(?<![\w.,/:-])(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4}|\d{2})(?![\w/-])",
        r"(?:(?P<year>\d{4})[年년]\s?)?(?P<month>\d{1,2})[月월](?:\s?(?P<day>\d{1,2})[日일])?",
        r"(?P<year>\d{4})[年년]",
    )
]
_TIME = re.compile(
    r"(?<![\w.,/:$€£])([01]?\d|2[0-4])(?:([:.h])([0-5]\d)(?::[0-5]\d)?)?"
    r"(?:[ \u00a0\u202f]?(?:([ap])\.?m\b\.?|(Uhr)\b|(o[’']clock)\b))?(?![\w:]|[.,]\d)",
    re.IGNORECASE,
)
_FULL_STOP = re.compile(r"[ap]m\.\Z", re.IGNORECASE)
_DAY_BEFORE = re.compile(
    r"(?<![\w.,:/])(?:(\d{1,2})(?:st|nd|rd|th|\.)?\s?(?:[-–]|to|bis|and|und|&)\s?)?"
    r"(\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?[ \u00a0\u202f-](?:of[ ]|de[ ])?\Z"
)
_DAY_AFTER = re.compile(r"\.?[ \u00a0](?:the[ ])?(\d{1,2})(?:st|nd|rd|th)?(?:\s?[-–]\s?(\d{1,2}))?(?![\w%]|[.,:]\d)")
_YEAR_AFTER = re.compile(r"\.?,?[ \u00a0](?:of[ ]|de[ ]|del[ ])?((?:1[0-9]|20|21)\d\d)(?![\w%]|[.,]\d)")
_PREPOSITION = re.compile(rf"\b(?:{'|'.join(_WORDS['before_months'].split())})[ \u00a0-]\Z", re.IGNORECASE)
_YEAR = re.compile(
    r"(?<![\w.,/:#$€£¥])(?P<year>(?:1[89]|20)\d\d)(?:[/–-](?P<to>(?:1[89]|20)?\d\d))?(?:['’]?s|er)?"
    r"(?![\w%‰€$]|[.,]\d|[ \u00a0](?:%|€|euros?\b|dollars?\b|percent\b|prozent\b|kg\b|km\b|people\b))",
    re.IGNORECASE,
)
_QUARTER = re.compile(r"\b([QH])([1-4])\b(?!\w)")


def dates(text: str, words: Sequence[Word], taken: Taken) -> Iterator[Found]:
    """The dates and times of a text that are not `taken`; what is found is taken."""
    for found in (_numeric(text), _named(text, words), _times(text), _years(text)):
        yield from taken.claim(found)


def months(words: Sequence[Word]) -> set[Key]:
    """The months that a text speaks of anywhere, "may" and the like only with a capital."""
    found = ((word.text, word.text.lower()) for word in words)
    return {("mo", _MONTHS[n]) for w, n in found if n in _MONTHS and (w[0].isupper() or n not in _ALSO_WORDS)}


def _year(digits: str) -> set[Key]:
    """A year, which a source may also give as a number without a unit."""
    year = str(int(digits) + (2000 if len(digits) < 3 else 0))
    return {("y", year), ("n", year, "")}


def _day(month: str | int, day: str | int) -> set[Key]:
    """A day of a year, none if there is no such day."""
    month, day = int(month), int(day)
    return {("md", month, day)} if 1 <= month <= 12 and 1 <= day <= 31 else set()


def _numeric(text: str) -> Iterator[Found]:
    """Dates in figures; of 3/2/2024 the month may be either."""
    for pattern in _NUMERIC:
        for match in pattern.finditer(text):
            year, month, day = map(match.groupdict().get, ("year", "month", "day"))
            keys = _day(month, day or 1) if month else set()
            if month and day and "/" in match[0]:
                keys |= _day(day, month)
            if keys and not day:
                keys = {("mo", int(month or 0))}
            if keys or not month:
                yield found_at("date", text, match.span(), *filter(None, (keys, year and _year(year))))


def _named(text: str, words: Sequence[Word]) -> Iterator[Found]:
    for word in words:
        name = word.text.lower()
        if name in _WEEKDAYS:
            yield found_at("date", text, (word.start, word.end), {("wd", _WEEKDAYS[name])})
        elif name in _NAMES:
            yield from _month(text, word)


def _month(text: str, word: Word) -> Iterator[Found]:
    """A month with its day or days and year as far as they stand beside it; alone if it can be nothing else."""
    name, start, end = word.text.lower(), word.start, word.end
    before = text[max(start - 24, 0) : start]
    days: list[str] = []
    if match := _DAY_BEFORE.search(before):
        days = [day for day in match.groups() if day]
        start -= len(before) - match.start()
    elif match := _DAY_AFTER.match(text, end):
        days = [day for day in match.groups() if day]
        end = match.end()
    month = _MONTHS.get(name) or _SHORT[name]
    keys = [key for day in days if (key := _day(month, day))]
    year = _YEAR_AFTER.match(text, end)
    can_stand_alone = name in _MONTHS and (
        name not in _ALSO_WORDS
        or ((word.text[0].isupper() or word.text in _UNCAPITALIZED) and _PREPOSITION.search(before))
    )
    if len(keys) == len(days) and (days or year or can_stand_alone):
        needs = [*(keys or [{("mo", month)}]), *([_year(year[1])] if year else [])]
        yield found_at("date", text, (start, year.end() if year else end), *needs)


def _times(text: str) -> Iterator[Found]:
    for match in _TIME.finditer(text):
        hour, mark, minute, half, clock, english = match.groups()
        if not (mark == ":" or (mark in ("h", "H") and minute) or half or clock or english):
            continue
        hours = int(hour) % 12 + 12 * (half.lower() == "p") if half else int(hour)
        end = match.end() - bool(_FULL_STOP.search(match[0]))
        yield found_at("date", text, (match.start(), end), {("t", hours, int(minute or 0))})


def _years(text: str) -> Iterator[Found]:
    for match in _QUARTER.finditer(text):
        yield found_at("date", text, match.span(), {(match[1], int(match[2]))})
    for match in _YEAR.finditer(text):
        until = match["to"] and _year(match["year"][: 4 - len(match["to"])] + match["to"])
        yield found_at("date", text, match.span(), *filter(None, (_year(match["year"]), until)))
