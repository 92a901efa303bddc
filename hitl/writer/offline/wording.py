"""Putting in, taking out and exchanging words of the editor's own."""

import re
from dataclasses import replace

from hitl.writer.offline.asks import Ask
from hitl.writer.offline.lead import says
from hitl.writer.offline.parts import remove_title
from hitl.writer.offline.sheet import Sheet, body_end, head_size, with_sentence, without
from hitl.writer.offline.text import capitalised, joined, quoted, sentence, units
from hitl.writer.offline.topic import is_statement

_MENTIONS = ("Also worth knowing: §.", "One more point: §.", "And one thing besides: §.")
_PLACES = {
    "first": 0, "opening": 0, "intro": 0, "introduction": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4,
    "last": -1, "final": -1, "closing": -1, "ending": -1, "conclusion": -1,
}  # fmt: skip
_PLACE = re.compile(
    r"(?:the\s+)?(?P<place>first|second|third|fourth|fifth|last|final|opening|closing)\s+(?P<what>sentence|line|"
    r"paragraph|bullet(?: point)?|question)$"
    r"|(?:the\s+)?(?P<whole>intro(?:duction)?|opening|ending|conclusion|closing)$",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"(?:(?:the|our|their|his|her|its|your|my|when|where|how|who|what|why|which)\s+)"
    r"[^\WA-Z\d_]+(?:[ -][^\WA-Z\d_]+){0,5}"
)
_PART_ABOUT = re.compile(
    r"(?:the\s+|any\s+|every\s+|all\s+)?(?:(?:sentence|line|part|bit|bullet|paragraph|section|mention|reference|"
    r"remark|word|phrase|stuff)s?)"
    r"\s+(?:about|on|of|to|with|where|mentioning|that (?:says|mentions)|saying|regarding|"
    r"containing)?\s*(?:the\s+)?(?P<words>.+)",
    re.IGNORECASE,
)
_SMALL = re.compile(
    r"(?:\w+ly|very|really|just|quite|rather|so|too|even|also|only|still|already|new|great|good|big|own)$",
    re.IGNORECASE,
)


def mention(sheet: Sheet, ask: Ask) -> Sheet:
    """A sentence with the given words at the end of the body."""
    words = ask.value
    if words.lower() in sheet.text.lower():
        return sheet.missing(ask, "the text already says it")
    if ask.other != "quoted" and _POINTER.fullmatch(words) and not is_statement(words):
        return _fetched(sheet, ask)
    if is_statement(words):
        line = sentence(words)
    else:
        pattern = next((pattern for pattern in _MENTIONS if pattern.split("§")[0] not in sheet.text), _MENTIONS[0])
        line = pattern.replace("§.", words if words[-1:] in ".!?…" else words + ".")
    return sheet.with_text(with_sentence(sheet.text, line), line)


def _fetched(sheet: Sheet, ask: Ask) -> Sheet:
    """What the words only point to, such as "the pay", in a sentence that the brief has about it."""
    if any(says(unit.words, ask.value) for unit in units(sheet.text)):
        return sheet.missing(ask, "the text already says it")
    told = (unit.words for part in (sheet.brief.topic, *sheet.brief.must_haves) for unit in units(part))
    line = next((sentence(words) for words in told if says(words, ask.value)), "")
    return sheet.with_text(with_sentence(sheet.text, line), line) if line else sheet.missing(ask)


def remove(sheet: Sheet, ask: Ask) -> Sheet:
    """Take out what is named: a place ("the last sentence"), the sentences that hold the words, or the bare words."""
    if ask.value.lower() in ("title", "the title", "headline", "the headline"):
        return remove_title(sheet, ask)
    place = _PLACE.match(ask.value)
    if place and ask.value.lower() not in sheet.text.lower():
        return _remove_place(sheet, place, ask)
    about = _PART_ABOUT.match(ask.value)
    for words in (
        ask.value,
        about["words"] if about else "",
        re.sub(r"^(?:the|a|an|our|any|all)\s+", "", ask.value, flags=re.IGNORECASE),
    ):
        if words and _finder(words).search(sheet.text):
            return _remove_words(sheet, words, ask)
    return sheet if ask.quiet else sheet.missing(ask, f"{quoted(ask.value)} is not in the text")


def exchange(sheet: Sheet, ask: Ask) -> Sheet:
    """Other words for some words, wherever they stand; a capital at the start of a sentence is kept."""
    finder = _finder(ask.value)
    if not finder.search(sheet.text):
        return sheet.missing(ask, f"{quoted(ask.value)} is not in the text")

    def other(found: re.Match[str]) -> str:
        raised = found[0][:1].isupper() and ask.value[:1].islower()
        return capitalised(ask.other) if raised else ask.other

    return sheet.with_text(finder.sub(other, sheet.text), ask.other)


def _finder(words: str) -> re.Pattern[str]:
    """A pattern for the words in any case, with any white space between them, not inside longer words."""
    inside = r"\s+".join(map(re.escape, words.split()))
    before = r"(?<!\w)" if re.match(r"[^\W\u3040-\u9fff]", words) else ""
    after = r"(?!\w)" if re.search(r"[^\W\u3040-\u9fff]$", words) else ""
    return re.compile(before + inside + after, re.IGNORECASE)


def _remove_place(sheet: Sheet, place: re.Match[str], ask: Ask) -> Sheet:
    parts = units(sheet.text)
    numbers = list(range(head_size(parts), body_end(parts)))
    what = (place["what"] or "sentence").lower()
    if what.startswith("bullet"):
        numbers = [index for index in numbers if parts[index].listed]
    elif what == "question":
        numbers = [index for index in numbers if parts[index].words.endswith("?")]
    groups = [[index] for index in numbers]
    if what == "paragraph":
        groups = _paragraphs(numbers, [parts[index].gap for index in numbers])
    at = _PLACES[(place["place"] or place["whole"]).lower()]
    if len(parts) < 2 or not -len(groups) <= at < len(groups) or len(groups[at]) == len(parts):
        return sheet.missing(ask, "there is no such place in the text")
    return sheet.with_text(without(sheet.text, groups[at]))


def _paragraphs(numbers: list[int], gaps: list[str]) -> list[list[int]]:
    groups: list[list[int]] = [[]]
    for index, gap in zip(numbers, gaps, strict=True):
        groups[-1].append(index)
        if gap.count("\n") > 1:
            groups.append([])
    return [group for group in groups if group]


def _remove_words(sheet: Sheet, words: str, ask: Ask) -> Sheet:
    """Without the sentences that hold the words; without the words alone if they are small or nothing else is left."""
    parts = units(sheet.text)
    finder = _finder(words)
    holding = [index for index, unit in enumerate(parts) if finder.search(unit.words)]
    if holding and len(holding) < len(parts) and not _SMALL.match(words):
        text = without(sheet.text, holding)
        if not finder.search(text):
            return sheet.with_text(text)
    bare = re.compile(rf"(?:(?<=\S)[ \t]+)?(?:{finder.pattern})(?:(?<=^)[ \t]+)?", re.IGNORECASE)
    stripped = [
        replace(unit, words=_tidied(bare.sub("", unit.words)) if finder.search(unit.words) else unit.words)
        for unit in parts
    ]
    text = joined([unit for unit in stripped if unit.words]).strip()
    if finder.search(text):
        text = finder.sub("", text).strip()
    if not any(map(str.isalnum, text)):
        return sheet.missing(ask, "nothing would be left of the text")
    return sheet.with_text(text)


def _tidied(words: str) -> str:
    words = re.sub(r"[ \t]+(?=[,.;:!?])", "", words.strip())
    words = re.sub(r"^[,;:]\s*|(?<=,),", "", words)
    return capitalised(words) if any(map(str.isalnum, words)) else ""
