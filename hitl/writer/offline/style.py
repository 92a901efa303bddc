# ruff: noqa: RUF001 - typographic signs stand in people's texts, so they are looked for here
"""Changing how a text sounds, and the marks in it."""

import re
from collections.abc import Callable, Sequence

from hitl.writer.offline.asks import Ask
from hitl.writer.offline.sheet import Sheet, with_sentence
from hitl.writer.offline.swaps import american, british, casual, contract, expand, formal, plain
from hitl.writer.offline.text import units
from hitl.writer.offline.words import COURTEOUS, EMOJI, WARM

_EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u231a-\u23ff\u2b50]"
    "[\ufe0f\u200d\U0001f3fb-\U0001f3ff\u20e3\U000e0020-\U000e007f]*|[0-9#*]\ufe0f?\u20e3|[\ufe0f\u200d\u20e3]"
)
_LONG_JOINT = re.compile(
    r"(?:;\s+|,\s+(?:and|but|so)\s+(?=(?:it|we|you|they|this|that|there|he|she|the|what)\b))(?![^.!?\n]{0,500}\?)"
)


def has_emoji(text: str) -> bool:
    """True when there is an emoji in the text."""
    return bool(_EMOJI.search(text))


def friendlier(sheet: Sheet, ask: Ask) -> Sheet:
    """Contractions and everyday words; a warm sentence at the end, unless there is one."""
    return _warmed(sheet, ask, lambda text: contract(casual(text)), WARM, COURTEOUS)


def more_formal(sheet: Sheet, ask: Ask) -> Sheet:
    """Full forms and measured words, no exclamation marks, no emoji; a courteous sentence at the end."""
    return _warmed(sheet, ask, lambda text: _calm(without_emoji(formal(expand(text)))), COURTEOUS, WARM)


def simpler(sheet: Sheet, ask: Ask) -> Sheet:
    """Plain words for grand ones, and two sentences for a long one that is no question."""
    text = _LONG_JOINT.sub(lambda _: "\ue000", plain(sheet.text))
    text = re.sub("\ue000(\\w?)", lambda found: ". " + found[1].upper(), text)
    return _changed(sheet, ask, text, "no word was found that the built-in writer could make simpler")


def add_emoji(sheet: Sheet, ask: Ask) -> Sheet:
    """Emoji after the first and the last sentences of the body: two, or as many as asked, or the ones given."""
    wanted = tuple(ask.value.split()) or EMOJI[: min(ask.number or 2, len(EMOJI))]
    new = [sign for sign in wanted if sign not in sheet.text] or list(wanted)
    if ask.value or not sheet.text.strip():
        return sheet.with_text(f"{sheet.text.rstrip()} {' '.join(new)}".strip(), *new)
    parts = units(sheet.text)
    texts = [unit.lead + unit.words for unit in parts]
    last = len(parts) - 1
    for number, sign in enumerate(new):
        index = min(number * max(1, last // max(1, len(new) - 1)), last)
        texts[index] += " " + sign
    return sheet.with_text("".join(text + unit.gap for text, unit in zip(texts, parts, strict=True)), *new)


def remove_emoji(sheet: Sheet, ask: Ask) -> Sheet:
    """No emoji left; with "fewer", half of them."""
    count = len(_EMOJI.findall(sheet.text))
    text = without_emoji(sheet.text, count // 2 if ask.other == "fewer" else 0)
    return _changed(sheet, ask, text, "" if ask.quiet else "there is no emoji in the text")


def without_emoji(text: str, spare: int = 0) -> str:
    """The text without emoji after the first `spare`, and without the spaces that they leave."""
    found = list(_EMOJI.finditer(text))[spare:]
    if not found:
        return text
    out, at = [], 0
    for emoji in found:
        out.append(text[at : emoji.start()])
        at = emoji.end()
    out.append(text[at:])
    bare = [out[0]]
    for piece in out[1:]:
        bare[-1] = bare[-1].rstrip(" ") if piece[:1] in ("", " ", "\n") else bare[-1]
        line_start = not bare[-1] or bare[-1].endswith("\n")
        bare.append(piece.lstrip(" ") if line_start else piece)
    return "".join(bare).strip(" ")


def no_exclamation(sheet: Sheet, ask: Ask) -> Sheet:
    """Full stops for exclamation marks."""
    return _changed(sheet, ask, _calm(sheet.text), "" if ask.quiet else "there is no exclamation mark in the text")


def british_spelling(sheet: Sheet, ask: Ask) -> Sheet:
    """British spelling for the American one."""
    return _changed(sheet, ask, british(sheet.text), "no American spelling was found in the text")


def american_spelling(sheet: Sheet, ask: Ask) -> Sheet:
    """American spelling for the British one."""
    return _changed(sheet, ask, american(sheet.text), "no British spelling was found in the text")


def _warmed(sheet: Sheet, ask: Ask, tone: Callable[[str], str], lines: Sequence[str], opposite: Sequence[str]) -> Sheet:
    """The text in another tone, with one sentence of that tone that it did not have."""
    text = tone(_lacking(sheet.text, opposite))
    have = [line for line in lines if line in text]
    if have and text != sheet.text:
        return sheet.with_text(text, *have)
    new = next((line for line in lines if line not in text), "")
    if not new:
        return sheet.missing(ask, "the tone already goes as far as the built-in writer can take it")
    return sheet.with_text(with_sentence(text, new), new)


def _lacking(text: str, lines: Sequence[str]) -> str:
    """The text without sentences of the other tone."""
    if not any(line in text for line in lines):
        return text
    for line in lines:
        text = text.replace(" " + line, "").replace("\n\n" + line, "").replace(line, "")
    return text


def _calm(text: str) -> str:
    return re.sub(
        r"[!！]+", lambda found: "." if text[found.start() - 1 : found.start()] not in ("?", ".") else "", text
    )


def _changed(sheet: Sheet, ask: Ask, text: str, otherwise: str) -> Sheet:
    """The sheet with the text, or with what was missed when the text is what it was."""
    if text != sheet.text:
        return sheet.with_text(text)
    return sheet.missing(ask, otherwise) if otherwise else sheet
