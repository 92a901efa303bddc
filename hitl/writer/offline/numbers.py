"""Taking numbers out of a text, phrase by phrase where the grammar allows it, sentence by sentence where not."""

import re
from collections.abc import Sequence
from dataclasses import replace

from hitl.writer.offline.asks import Ask
from hitl.writer.offline.dates import without_days
from hitl.writer.offline.own import is_own
from hitl.writer.offline.sheet import Sheet, head_size, with_sentence
from hitl.writer.offline.text import Unit, capitalised, joined, kept, metric_spans, metrics, sentence, units

_PREP = (
    "by|for|from|to|in|within|of|with|over|under|about|after|at|across|than|since|on|per|around|until|during|before|"
    "through|"
    "against|among|up|down"
)
_STOP = rf"(?:{_PREP}|and|but|or|while|so|because|when|which|that|who|as|without)"
_N = (
    r"(?:[$€£¥+~≈-]\s?)?\d+(?:[.,:/]\d+)*(?:st|nd|rd|th)?(?:\s?(?:%|percent\b|per cent\b|million\b|billion\b|(?:bn|"
    r"[xkmKMB])\b))?"
    r"(?:\+|(?=\W|$|\w))"
)
_RANGE = rf"{_N}(?:\s?(?:[-–/]|to)\s?{_N})?"
_SOFT = (
    r"(?:(?:about|around|more than|less than|just|only|nearly|almost|up to|at least|the|our|its|all|first|last|"
    r"next|another)\s+){0,3}"
)
_NOUNS = rf"(?:[\s-]+(?!{_STOP}\b)[^\W\d_]+){{0,4}}?"
_END = rf"(?=\s*(?:[,.;!?)\]]|$)|\s+{_STOP}\b|\s+[–—-]\s)"
_CUTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\s*\([^()]{0,200}?\d[^()]{0,200}\)",
        rf"\s+between {_N} and {_N}{_NOUNS}{_END}",
        rf"(?<!,)\s+(?:up to|down to|{_PREP})\s+{_SOFT}{_RANGE}{_NOUNS}{_END}",
        rf",\s+(?:up to|down to|{_PREP})\s+{_SOFT}{_RANGE}{_NOUNS}{_END}(?!\s+and\b)",
        rf",?\s+and\s+{_SOFT}{_RANGE}{_NOUNS}{_END}",
        rf",\s+{_SOFT}{_RANGE}{_NOUNS}(?=,|\s+and\b)",
    )
)
_SPELLED = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HIDE = {ord(str(digit)): 0xE000 + digit for digit in range(10)}
_SHOW = {hidden: chr(digit) for digit, hidden in _HIDE.items()}
_QUARTER = re.compile(
    r"\b(?:(?P<pre>the )?(?P<name>[QH])(?P<number>[1-4]))\b(?P<noun>\s+(?!(?:is|was|will|has|had|are|in|and|for|to|"
    r"with|by|of|as|on|at|but|or)\b)[a-z])?"
)
_ORDINALS = {"1": "first", "2": "second", "3": "third", "4": "fourth"}
_MOST_IN_UNIT = 12
_GLUED = re.compile(r"\d[-–:/]\d|\d\s?[ap]m\b")
_FULL_HOUR = re.compile(r"\b([01]?\d|2[0-3]):00\b(?!\s?[ap]\.?m)(?! o)")
_LONG = 5000


def limit_numbers(sheet: Sheet, ask: Ask) -> Sheet:
    """Leave `ask.number` metrics in the text; quarters such as "Q3" are spelled out, lists lose their numbering."""
    found = metrics(sheet.text)
    if len(found) <= ask.number:
        return sheet if ask.quiet or found else sheet.missing(ask, "there is no number in the text")
    text = re.sub(r"(?m)^([ \t]*)\d{1,3}[.)](?=[ \t])", r"\1-", _spell_quarters(_spell_always(sheet.text, ask.number)))
    parts = units(text)
    chosen = _chosen(parts, ask, sheet)
    hidden = [replace(unit, words=_hide(unit.words, chosen.get(index, ()))) for index, unit in enumerate(parts)]
    body = range(head_size(parts) + 1)
    left = {
        index: _stripped(unit, firm=index in chosen or (index in body and not is_own(parts[index].words)))
        for index, unit in enumerate(hidden)
    }
    result = [left[index] or unit for index, unit in enumerate(hidden)]
    staying = {index for index, unit in left.items() if unit} or {0}
    shown = joined(kept(result, staying)).translate(_SHOW)
    return sheet.with_text(shown, *metrics(shown))


def add_number(sheet: Sheet, ask: Ask) -> Sheet:
    """Bring back a number of the brief that the text lacks; numbers are never made up."""
    have = set(metrics(sheet.text))
    source = [sheet.brief.topic, *sheet.brief.must_haves]
    for unit in (unit for part in source for unit in units(part)):
        if set(metrics(unit.words)) - have:
            words = sentence(unit.words)
            return sheet.with_text(with_sentence(sheet.text, words), words)
    return sheet.missing(ask, "the brief has no further number, and none is made up")


def _chosen(parts: Sequence[Unit], ask: Ask, sheet: Sheet) -> dict[int, list[tuple[int, int]]]:
    """The metrics to keep, by unit: those asked for or new first, then the brief's, then those with a unit."""
    known = set(metrics("\n".join((sheet.brief.topic, *sheet.brief.must_haves))))
    head, ranked = head_size(parts), []
    for index, unit in enumerate(parts):
        spans = _spans(unit.words)
        for start, end in spans:
            words = unit.words[start:end]
            wanted = bool(ask.value) and (words in ask.value or ask.value in words)
            glued = bool(_GLUED.search(unit.words[max(0, start - 2) : end + 4]))
            weak = (glued, words not in known, words.isdecimal(), words == "1", len(spans) > 2, index < head)
            ranked.append((not wanted, *weak, index, start, end))
    chosen: dict[int, list[tuple[int, int]]] = {}
    for *_, index, start, end in sorted(ranked)[: ask.number]:
        chosen.setdefault(index, []).append((start, end))
    return chosen


def _spans(words: str) -> list[tuple[int, int]]:
    """The metrics in the words of a unit, where a number in front is not the number of a list item."""
    return [(start - 1, end - 1) for start, end in metric_spans("·" + words)]


def _hide(words: str, spans: Sequence[tuple[int, int]]) -> str:
    """The words with the digits masked that are to stay: the chosen ones, and those that are no metrics."""
    going = [span for span in _spans(words) if span not in spans]
    out, at = [], 0
    for start, end in going:
        out += [words[at:start].translate(_HIDE), words[start:end]]
        at = end
    return "".join([*out, words[at:].translate(_HIDE)])


def _stripped(unit: Unit, *, firm: bool) -> Unit | None:
    """The unit without its open digits; None when it is better left out. A firm unit always stays."""
    runs = len(_spans(unit.words))
    if not runs:
        return unit
    words = _cut(_dateless(unit.words)) if runs <= _MOST_IN_UNIT else unit.words
    if re.search(r"\d", words):
        if not (firm or unit.words.endswith(":")):
            return None
        words = _vague(words)
    if len(words.split()) < 3 and not firm:
        return None
    return replace(unit, words=capitalised(words.strip()) or "…")


def _dateless(words: str) -> str:
    """The words with "early March" for "2 March", where no digit of them is to stay."""
    return without_days(words) if len(words) < _LONG else words


def _cut(words: str) -> str:
    """The words without the phrases that hold their open digits, as far as a phrase can go."""
    for _ in range(_MOST_IN_UNIT):
        shorter = next((cut for pattern in _CUTS if (cut := pattern.sub("", words, count=1)) != words), words)
        if shorter == words:
            return _without_tail(words)
        words = shorter
    return words


def _without_tail(words: str) -> str:
    """The words without a last clause after a comma, if that is where the open digits are."""
    head, comma, tail = words.rpartition(",")
    hides = any(ord(character) in _SHOW for character in tail)
    if not comma or hides or len(head.split()) < 4 or not re.search(r"\d", tail):
        return words
    end = tail[len(tail.rstrip(".!?…")) :]
    return head + (end or "")


def _vague(words: str) -> str:
    """The words with every open number said without digits: spelled out when small, "several" or "some" else."""

    def said(found: re.Match[str]) -> str:
        digits = found[0].strip()
        if digits.isdecimal() and len(digits) < 3 and 0 < int(digits) < len(_SPELLED):
            return _SPELLED[int(digits)]
        plural = re.match(r"\s+[^\W\d_]*s\b", words[found.end() : found.end() + 30])
        return "several" if plural else "some"

    words = re.sub(r"(?<=[\w\ue000-\ue009])[-–:/]\d+", "", words)
    return re.sub(rf"(?<!\d){_N}", said, words) if len(words) < _LONG else re.sub(r"\d+", "some", words)


def _spell_always(text: str, number: int) -> str:
    """The text with "24/7" and full hours in one number, "24/7" in none where none may stay."""

    def hour(found: re.Match[str]) -> str:
        of_day = int(found[1])
        return f"{of_day % 12 or 12} {'p' if of_day > 11 else 'a'}m"

    text = _FULL_HOUR.sub(hour, text)
    text = re.sub(r"\b24/7(?=\s+[^\W\d_])", "24-hour" if number else "round-the-clock", text)
    return re.sub(r"\b24/7\b", "24 hours a day" if number else "around the clock", text)


def _spell_quarters(text: str) -> str:
    """The text with "Q3" as "third-quarter" before a noun and "the third quarter" elsewhere."""

    def spelled(found: re.Match[str]) -> str:
        ordinal = _ORDINALS[found["number"]]
        span = "quarter" if found["name"] == "Q" else "half"
        start = found.start() == 0 or text[: found.start()].rstrip(" #*").endswith(("\n", ".", "!", "?"))
        the = found["pre"] or ""
        words = f"{the}{ordinal}-{span}{found['noun']}" if found["noun"] else f"the {ordinal} {span}"
        return capitalised(words) if start else words

    return _QUARTER.sub(spelled, text)
