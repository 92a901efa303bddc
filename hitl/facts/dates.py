"""Dates, times of day, weekdays, months, quarters and years, in five languages."""

import re
from collections.abc import Iterator, Sequence

from hitl.facts.fact import Fact, Found, Key, Taken, Word, numbered

_MONTHS: dict[str, int] = {}
for _names in (
    "January February March April May June July August September October November December",
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
):
    _MONTHS |= numbered(_names.lower(), 1)
_MONTHS |= {"jänner": 1, "feber": 2, "fevrier": 2, "aout": 8, "decembre": 12}
_SHORT = numbered("jan feb mar apr may jun jul aug sep oct nov dec", 1)
_SHORT |= {"sept": 9, "mär": 3, "okt": 10, "dez": 12, "janv": 1, "févr": 2, "avr": 4, "juil": 7, "déc": 12}
_ALSO_WORDS = frozenset(("may", "march", "august", "mars", "mayo", "mai"))
"""Months that are words of their own too: alone they count only with a capital and after a word such as "in"."""

_WEEKDAYS: dict[str, int] = {}
for _names in (
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays Sundays",
    "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "montags dienstags mittwochs donnerstags freitags samstags sonntags",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miércoles jueves viernes sábado domingo",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
):
    _WEEKDAYS |= numbered(_names.lower(), 1)
_WEEKDAYS |= {"sonnabend": 6}

_NAMES = frozenset((*_MONTHS, *_SHORT, *_WEEKDAYS))

_NUMERIC = re.compile(
    r"(?<![\w.,/:-])(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(\d{4}|\d{2})(?!\d))?"
    r"|(\d{1,2})/(\d{1,2})/(\d{4}|\d{2}))(?![\w/-])"
)
_TIME = re.compile(
    r"(?<![\w.,/:$€£])([01]?\d|2[0-4])(?:([:.h])([0-5]\d)(?::[0-5]\d)?)?"
    r"(?:[ \u00a0\u202f]?(?:([ap])\.?m\b\.?|(Uhr)\b|(o[’']clock)\b))?(?![\w:]|[.,]\d)",
    re.IGNORECASE,
)
_FULL_STOP = re.compile(r"[ap]m\.\Z", re.IGNORECASE)
_EAST_ASIAN = re.compile(r"(?:(\d{4})[年년]\s?)?(\d{1,2})[月월](?:\s?(\d{1,2})[日일])?|(\d{4})[年년]")
_DAY_BEFORE = re.compile(
    r"(?<![\w.,:/])(?:(\d{1,2})(?:st|nd|rd|th|\.)?\s?(?:[-–]|to|bis|and|und|&)\s?)?"
    r"(\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?[ \u00a0\u202f-](?:of[ ]|de[ ])?\Z"
)
_DAY_AFTER = re.compile(r"\.?[ \u00a0](?:the[ ])?(\d{1,2})(?:st|nd|rd|th)?(?:\s?[-–]\s?(\d{1,2}))?(?![\w%]|[.,:]\d)")
_YEAR_AFTER = re.compile(r"\.?,?[ \u00a0](?:of[ ]|de[ ]|del[ ])?((?:1[0-9]|20|21)\d\d)(?![\w%]|[.,]\d)")
_PREPOSITION = re.compile(
    r"\b(?:in|since|until|till|by|of|from|to|last|next|this|early|mid|late|im|seit|bis|ab|ende|anfang|mitte|en|de"
    r"|depuis|fin|début|dès|a|di|da|desde|hasta)[ \u00a0-]\Z",
    re.IGNORECASE,
)
_GERMAN_PREPOSITION = re.compile(r"\b(?:am|vom|bis|zum|der|den|ab|seit|und|dem)\s\Z", re.IGNORECASE)
_YEAR = re.compile(
    r"(?<![\w.,/:#$€£¥])(?P<year>(?:1[89]|20)\d\d)(?:[/–-](?P<to>(?:1[89]|20)?\d\d))?(?:['’]?s|er)?"
    r"(?![\w%‰€$]|[.,]\d|[ \u00a0](?:%|€|euros?\b|dollars?\b|percent\b|prozent\b|kg\b|km\b|people\b))",
    re.IGNORECASE,
)
_QUARTER = re.compile(r"\b([QH])([1-4])\b(?!\w)")


def dates(text: str, words: Sequence[Word], taken: Taken) -> Iterator[Found]:
    """The dates and times of a text that are not `taken`; what is found is taken."""
    for finder in (_numeric, _east_asian, _named, _times, _years):
        found = list(finder(text, words, taken))
        for each in found:
            if (each.fact.start, each.fact.end) not in taken:
                taken.add(each.fact.start, each.fact.end)
                yield each


def months(words: Sequence[Word]) -> set[Key]:
    """The months that a text speaks of anywhere, "may" and the like only with a capital."""
    found = ((word.text, word.text.lower()) for word in words)
    return {("mo", _MONTHS[n]) for w, n in found if n in _MONTHS and (w[0].isupper() or n not in _ALSO_WORDS)}


def _found(text: str, start: int, end: int, *needs: set[Key]) -> Found:
    return Found(Fact("date", text[start:end], start, end), tuple(map(frozenset, needs)))


def _year(digits: str) -> set[Key]:
    """A year, which a source may also give as a number without a unit."""
    year = str(int(digits) + (2000 if len(digits) < 3 else 0))
    return {("y", year), ("n", year, "")}


def _numeric(text: str, words: Sequence[Word], taken: Taken) -> Iterator[Found]:
    for match in _NUMERIC.finditer(text):
        year, month, day = match.group(1, 2, 3)
        other = None
        if match[4]:
            day, month, year = match.group(4, 5, 6)
            if not year and not _GERMAN_PREPOSITION.search(text[max(match.start() - 6, 0) : match.start()]):
                continue
        elif match[7]:
            day, month, year = match.group(7, 8, 9)
            other = _day(day, month)
        keys = {key for key in (_day(month, day), other) if key}
        if keys:
            yield _found(text, *match.span(), keys, *([_year(year)] if year else []))


def _east_asian(text: str, words: Sequence[Word], taken: Taken) -> Iterator[Found]:
    for match in _EAST_ASIAN.finditer(text):
        month, day, year = match[2], match[3], match[1] or match[4]
        key = _day(month, day or 1) if month else None
        keys: list[set[Key]] = [{key if day else ("mo", key[1])}] if key else []
        if keys or year:
            yield _found(text, *match.span(), *keys, *([_year(year)] if year else []))


def _day(month: str | int, day: str | int) -> Key | None:
    month, day = int(month), int(day)
    return ("md", month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _named(text: str, words: Sequence[Word], taken: Taken) -> Iterator[Found]:
    for word in words:
        name = word.text.lower()
        if name not in _NAMES:
            continue
        if name in _WEEKDAYS:
            yield _found(text, word.start, word.end, {("wd", _WEEKDAYS[name])})
        elif (word.start, word.end) not in taken:
            yield from _month(text, word)


def _month(text: str, word: Word) -> Iterator[Found]:
    """A month with its day or days and year as far as they stand beside it; alone if it can be nothing else."""
    name, (start, end) = word.text.lower(), (word.start, word.end)
    month = _MONTHS.get(name) or _SHORT[name]
    before = text[max(start - 24, 0) : start]
    days: list[str] = []
    if match := _DAY_BEFORE.search(before):
        days = [day for day in match.groups() if day]
        start -= len(before) - match.start()
    elif match := _DAY_AFTER.match(text, end):
        days = [day for day in match.groups() if day]
        end = match.end()
    keys = [{key} for day in days if (key := _day(month, day))]
    if len(keys) < len(days):
        return
    year = _YEAR_AFTER.match(text, end)
    if year:
        end = year.end()
    if not days and not (year or name in _MONTHS):
        return
    if not days and not year and name in _ALSO_WORDS and not _stands_alone(word, before):
        return
    yield _found(text, start, end, *(keys or [{("mo", month)}]), *([_year(year[1])] if year else []))


def _stands_alone(word: Word, before: str) -> bool:
    return (word.text[0].isupper() or word.text in ("mars", "mai", "mayo")) and bool(_PREPOSITION.search(before))


def _times(text: str, words: Sequence[Word], taken: Taken) -> Iterator[Found]:
    for match in _TIME.finditer(text):
        hour, mark, minute, half, clock, english = match.groups()
        if not (mark == ":" or (mark in ("h", "H") and minute) or half or clock or english):
            continue
        hours = int(hour) % 12 + 12 * (half.lower() == "p") if half else int(hour)
        end = match.end() - bool(_FULL_STOP.search(match[0]))
        yield _found(text, match.start(), end, {("t", hours, int(minute or 0))})


def _years(text: str, words: Sequence[Word], taken: Taken) -> Iterator[Found]:
    for match in _QUARTER.finditer(text):
        yield _found(text, *match.span(), {(match[1], int(match[2]))})
    for match in _YEAR.finditer(text):
        needs = [_year(match["year"])]
        if match["to"]:
            needs.append(_year(match["year"][: 4 - len(match["to"])] + match["to"]))
        yield _found(text, *match.span(), *needs)
