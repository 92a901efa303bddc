"""Changing the layout of a text: lists, paragraphs, lines."""

from dataclasses import replace

from hitl.writer.offline.asks import Ask
from hitl.writer.offline.sheet import Sheet, body_end, head_size
from hitl.writer.offline.text import Unit, joined, units

_IN_PARAGRAPH = 2


def as_bullets(sheet: Sheet, ask: Ask) -> Sheet:
    """The sentences of the body after the first as a list."""
    parts = units(sheet.text)
    start, end = head_size(parts), body_end(parts) if parts else 0
    items = range(start + 1 if end - start > 2 else start, end)
    if not items or all(parts[index].listed for index in items):
        return sheet.missing(ask, "there is nothing here that is not a list already")
    for index in items:
        unit = parts[index]
        parts[index] = replace(unit, lead=unit.lead if unit.listed else "- ", gap="\n")
    if items[0] > 0:
        parts[items[0] - 1] = replace(parts[items[0] - 1], gap="\n\n")
    parts[end - 1] = replace(parts[end - 1], gap="\n\n" if end < len(parts) else "")
    return sheet.with_text(joined(parts))


def without_bullets(sheet: Sheet, ask: Ask) -> Sheet:
    """The items of lists as sentences."""
    parts = units(sheet.text)
    if not any(unit.listed for unit in parts):
        return sheet if ask.quiet else sheet.missing(ask, "there is no list in the text")
    for index, unit in enumerate(parts):
        if unit.listed:
            following = parts[index + 1 : index + 2]
            in_list = bool(following) and following[0].listed
            parts[index] = replace(_closed(unit), lead="", gap=" " if in_list else unit.gap)
    return sheet.with_text(joined(parts))


def one_paragraph(sheet: Sheet, ask: Ask) -> Sheet:
    """The body in one paragraph; title, greeting, calls, sign-off and hashtags keep their lines."""
    parts = units(sheet.text)
    if not parts:
        return sheet
    return _run_on(sheet, parts, head_size(parts), body_end(parts), ask)


def no_breaks(sheet: Sheet, ask: Ask) -> Sheet:
    """The whole text in one line."""
    parts = units(sheet.text)
    return _run_on(sheet, parts, 0, len(parts), ask)


def as_paragraphs(sheet: Sheet, ask: Ask) -> Sheet:
    """The body in paragraphs of two sentences at most."""
    parts = units(sheet.text)
    end, run = body_end(parts) if parts else 0, 0
    for index in range(head_size(parts), end):
        unit = parts[index]
        run = 0 if "\n" in unit.gap or unit.listed else run + 1
        last = index == len(parts) - 1
        if run == _IN_PARAGRAPH or (run and end - head_size(parts) <= _IN_PARAGRAPH and not last):
            parts[index], run = replace(unit, gap=unit.gap if last else "\n\n"), 0
    text = joined(parts)
    if text == sheet.text:
        return sheet.missing(ask, "the paragraphs are already short")
    return sheet.with_text(text)


def _run_on(sheet: Sheet, parts: list[Unit], start: int, end: int, ask: Ask) -> Sheet:
    """The units from `start` to `end` in one line."""
    for index in range(start, end):
        unit = parts[index]
        inner = index < end - 1
        words = " ".join(unit.words.split())
        lead = "" if unit.listed or end - start == len(parts) else unit.lead
        plain = replace(unit, lead=lead.lstrip(), words=words, gap=" " if inner else unit.gap)
        parts[index] = _closed(plain) if inner else plain
    text = joined(parts).strip()
    if text == sheet.text.strip():
        return sheet.missing(ask, "the text is already in one paragraph")
    return sheet.with_text(text)


def _closed(unit: Unit) -> Unit:
    """The unit with a full stop, if it ends in a bare word."""
    return replace(unit, words=unit.words + ".") if unit.words[-1:].isalnum() else unit
