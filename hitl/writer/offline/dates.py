"""Dates in running text, in English and German: where they stand, and how to say them without digits."""

import re

MONTHS = (
    r"(?:Jan(?:uary|uar|\.)?|Feb(?:ruary|ruar|\.)?|Mar(?:ch|\.)?|März|Apr(?:il|\.)?|May|Mai|June?|Juni|July?|Juli|"
    r"Aug(?:ust|\.)?|Sep(?:t(?:ember|\.)?|\.)?|O[ck]t(?:ober|\.)?|Nov(?:ember|\.)?|De[cz](?:ember|\.)?)"
)
_DAYS = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|[Tt]omorrow|[Tt]oday)"
_DAY_MONTH = (
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<month>{MONTHS})\b"
    rf"|(?P<month2>{MONTHS})\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\b(?![.,:/]?\d)"
)
_DATE = re.compile(
    rf"{_DAY_MONTH}|\b{_DAYS}\b|\b\d{{1,2}}[./]\d{{1,2}}[./](?:\d{{2,4}})?|\b(?:19|20)\d\d\b"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_YEAR = r",?\s+(?:19|20)\d\d\b(?![.,:/%]?\d)"
_VAGUE = re.compile(rf"(?P<on>\b[Oo]n\s+)?(?:the\s+)?(?<![\d.,:/$€£])(?:{_DAY_MONTH})(?:{_YEAR})?")
_MONTH_AND_YEAR = re.compile(rf"\b({MONTHS}){_YEAR}")


def has_date(words: str) -> bool:
    """True when the words name a day, a month or a year."""
    return bool(_DATE.search(words) or _VAGUE.search(words))


def without_days(words: str) -> str:
    """The words with "early March" for "2 March 2026", "in late May" for "on 22 May", "June" for "June 2026"."""

    def said(found: re.Match[str]) -> str:
        day, month = int(found["day"] or found["day2"]), found["month"] or found["month2"]
        part = "early " if day < 11 else "mid-" if day < 21 else "late "
        return ({"o": "in ", "O": "In "}[found["on"][0]] if found["on"] else "") + part + month

    return _MONTH_AND_YEAR.sub(r"\1", _VAGUE.sub(said, words))
