"""Numbers in digits and in words, with their units; amounts of money; percentages."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from hitl.facts.fact import WORDS, Found, Taken, Word, found_at, numbered

_UNSPACED = r"\u0e00-\u0eff\u2e80-\U0003ffff"
_BLANK = " \u00a0\u202f"
_DIGITS = re.compile(
    rf"""
    (?=[-−+$€£¥₹UECGJ\d]) (?<![^\W{_UNSPACED}]) (?<![^\W\d_][-\u2010\u2011]) (?<!\d[.,:/]) (?<!['’])
    (?:(?<![\w)\]-])[-−+](?=[\d$€£¥₹]))?
    (?P<money>US\$|[$€£¥₹]|(?:USD|EUR|CHF|GBP|JPY)(?=[\s\d]))?
    (?:(?<=[$€£¥₹DRFPY])[{_BLANK}])?
    (?P<digits>\d{{1,3}}(?:[{_BLANK}'’]\d{{3}})+(?!\d)(?:[.,]\d+)? | \d+(?:[.,]\d+)*)
    (?:(?:st|nd|rd|th)(?!\w))?
    """,
    re.VERBOSE,
)
_TAIL = re.compile(
    rf"[{_BLANK}-]?((?:(?:(?:per|pour)[{_BLANK}]cento?|por[{_BLANK}]ciento|°[CF]|[^\W\d_{_UNSPACED}]+)(?!\w))"
    r"|[%‰€$£¥₹万萬亿億])"
)
_LIST = re.compile(r"^[^\S\n]*(?:[-*•·–—>#]+[ \t]+)?\(?(\d{1,3})(?:[.)](?=\s)|(?=\ufe0f?\u20e3))", re.MULTILINE)
_GROUPED = re.compile(
    r"(?!0)\d{1,3}([.,])\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d+)?|(?!0)\d{1,2}(,)(?:\d{2},)+\d{3}(?:\.\d+)?"
)
_MAGNITUDES = {word: int(power) for power, words in WORDS["numbers"]["magnitudes"].items() for word in words.split()}
_UNITS: dict[str, str] = {
    word: line.split()[0] for line in WORDS["numbers"]["units"].splitlines() for word in line.split()
}
_SMALL = numbered("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen")
_SMALL |= numbered("sixteen seventeen eighteen nineteen", 16)
_TENS = numbered("twenty thirty forty fifty sixty seventy eighty ninety", 2, step=10)
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9}
_ENGLISH = _SMALL | _TENS | _SCALES
_PART, _SCALE = (rf"(?:{'|'.join(sorted(words, reverse=True))})(?![^\W\d_])" for words in (_SMALL | _TENS, _SCALES))
_PART = rf"(?:(?:{'|'.join(_TENS)})[ \u2011-](?:{'|'.join(list(_SMALL)[1:10])})(?![^\W\d_])|{_PART})"
_SCALED = rf"(?:{_PART}[ \u2011-])?{_SCALE}(?:[ \u2011-]{_SCALE})*"
_IN_WORDS = re.compile(
    rf"(?<![^\W\d_])(?:(?:a[ ](?={_SCALE}))?{_SCALED}(?:(?:[ ]and[ ](?={_PART})|[ \u2011-]){_SCALED})*"
    rf"(?:(?:[ ]and[ ]|[ \u2011-]){_PART})?|{_PART})",
    re.IGNORECASE,
)
_GERMAN = numbered("null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn")
_GERMAN |= numbered("sechzehn siebzehn achtzehn neunzehn", 16)
_UNITS_OF_TEN = list(_GERMAN.items())[1:10]
_GERMAN_TENS = numbered("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig", 2, step=10) | {
    "dreissig": 30
}
_GERMAN |= _GERMAN_TENS | {f"{u}und{ten}": one + tens for u, one in _UNITS_OF_TEN for ten, tens in _GERMAN_TENS.items()}
_GERMAN |= {
    f"{unit}hundert{rest}": 100 * hundreds + value
    for unit, hundreds in [("", 1), *_UNITS_OF_TEN]
    for word, value in [("", 0), *_GERMAN.items()]
    for rest in (word, f"und{word}")
}
_ONE = dict.fromkeys(("eine", "einer", "einem", "einen", "eins"), 1)


def numbers(text: str, words: Sequence[Word], taken: Taken, *, german: bool) -> Iterator[Found]:
    """The numbers of a text that are not `taken`; number words in German only if `german`."""
    listed = {match.start(1) for match in _LIST.finditer(text)}
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        if match.start("digits") in listed or (start, end) in taken:
            continue
        stop, exponent, unit = _tail(text, end, match["money"] or "")
        if stop == end and text[end : end + 1].isalpha() and text[end].isascii():
            continue
        yield _found(text, start, stop, _value(match["digits"], exponent), unit)
    for start, end, value, scaled in [*_english(text, words), *(_german(words) if german else ())]:
        stop, exponent, unit = _tail(text, end, "")
        if (start, stop) not in taken and (scaled or exponent or unit not in ("", "day")):
            yield _found(text, start, stop, _plain(Decimal(value).scaleb(exponent)), unit)


def _found(text: str, start: int, end: int, value: str, unit: str) -> Found:
    return found_at("number", text, (start, end), {("n", value, unit)} if unit else {("n", value, ""), ("y", value)})


def _tail(text: str, end: int, money: str) -> tuple[int, int, str]:
    """What follows a number: where it ends, the power of ten and the unit that it gives."""
    exponent, unit = 0, _unit(money)
    for _ in range(2):
        tail = _TAIL.match(text, end)
        if not tail:
            break
        word = tail[1]
        power = 6 if word == "m" and money else _MAGNITUDES.get(word if len(word) == 1 else word.casefold(), 0)
        if power and not exponent:
            exponent = power
        elif not unit and _unit(word):
            unit = _unit(word)
        else:
            break
        end = tail.end() + (text.startswith(".", tail.end()) and word.casefold() in ("mio", "mrd", "tsd"))
    return end, exponent, unit


def _unit(word: str) -> str:
    if word[:3].casefold() in ("per", "pou", "por") and " " in word.replace("\u00a0", " "):
        return "%"
    return _UNITS.get(word) or _UNITS.get(
        word.replace("US", "") if "$" in word else word.casefold() * (len(word) > 1), ""
    )


def _value(digits: str, exponent: int) -> str:
    """A number in plain digits: 12,000 and 12.000 and 12 000 are one, so are 2,5 and 2.5."""
    digits = re.sub(rf"[{_BLANK}'’]", "", digits)
    grouped = _GROUPED.fullmatch(digits)
    if grouped:
        digits = digits.replace(grouped[1] or ",", "")
    digits = digits.replace(",", ".")
    if digits.count(".") > 1 or len(digits) > 30:
        return digits
    return _plain(Decimal(digits).scaleb(exponent))


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _english(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int, int, bool]]:
    """Numbers in words: start, end, value, and whether it is a number even without a unit ("one" is not)."""
    end = 0
    for word in words:
        if word.start >= end and word.text.lower() in _ENGLISH:
            match = _IN_WORDS.match(text, max(word.start - len("a "), 0)) or _IN_WORDS.match(text, word.start)
            if match:
                run = [part for part in re.split(r"\W", match[0].lower()) if part in _ENGLISH]
                end = match.end()
                yield match.start(), end, _sum(run), run != ["one"]


def _sum(run: Sequence[str]) -> int:
    total = part = 0
    for word in run:
        scale = _SCALES.get(word, 0)
        if not scale:
            part += _ENGLISH[word]
        elif scale <= 100:
            part = max(part, 1) * scale
        else:
            total, part = total + max(part, 1) * scale, 0
    return total + part


def _german(words: Sequence[Word]) -> Iterator[tuple[int, int, int, bool]]:
    for word in words:
        value = german_number(word.text.lower())
        if value is not None:
            yield word.start, word.end, value, value != 1


def german_number(word: str) -> int | None:
    """The value of a German number word below a million in small letters, None if it is none."""
    left, thousands, right = word.rpartition("tausend")
    if not thousands:
        return 12 if word == "dutzend" else _ONE.get(word, _GERMAN.get(word))
    count, rest = _GERMAN.get(left or "ein"), _GERMAN.get(right or "null")
    return None if count is None or rest is None else 1_000 * count + rest
