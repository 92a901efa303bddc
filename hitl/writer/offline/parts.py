# ruff: noqa: RUF001 - typographic signs stand in people's texts, so they are looked for here
"""The parts that a text can have or lack: call to action, hashtags, question, opening, title."""

import re
from dataclasses import replace

from hitl.domain import Kind
from hitl.writer.offline.asks import Ask
from hitl.writer.offline.own import content
from hitl.writer.offline.sheet import (
    Sheet,
    body_end,
    is_call,
    sign_off_at,
    title_at,
    with_closing,
    with_opening,
    with_sentence,
    without,
)
from hitl.writer.offline.text import Unit, joined, quoted, sentence, units
from hitl.writer.offline.topic import keywords
from hitl.writer.offline.words import CALLS, FALLBACK_TAGS, HOOKS, OPENING_QUESTIONS, QUESTIONS, SHORT_CALL

_MOSTLY = 0.6
_TAG = re.compile(r"(?<![\w&])#\w+")


def add_call(sheet: Sheet, ask: Ask) -> Sheet:
    """A call to action at the very end, the one given or the kind's usual one; with "change", in place of the last."""
    parts = units(sheet.text)
    calls = [index for index, unit in enumerate(parts) if is_call(unit)]
    usual, other = CALLS[sheet.brief.kind]
    if calls and ask.other == "change":
        old = parts[calls[-1]]
        words = sentence(ask.value) if ask.value else (other if usual in old.words else usual)
        words = "P.S. " + words if old.words.lower().startswith("p.s.") else words
        parts[calls[-1]] = replace(old, words=words)
        return sheet.with_text(joined(parts), words)
    if calls and not ask.value and calls[-1] >= body_end(parts) and not _is_fact(sheet, parts[calls[-1]]):
        return sheet.missing(ask, f"there is already one: {quoted(parts[calls[-1]].words)}")
    words = sentence(ask.value) if ask.value else _fitting(sheet, usual)
    if parts and sign_off_at(parts) is not None:
        words = "P.S. " + words
    return sheet.with_text(with_closing(sheet.text, words), words)


def _is_fact(sheet: Sheet, unit: Unit) -> bool:
    """True for a sentence of the topic that only reads like a call, such as "Apply by 15 April"."""
    words = content(unit.words)
    return len(words & content(sheet.brief.topic)) >= _MOSTLY * max(1, len(words))


def _fitting(sheet: Sheet, usual: str) -> str:
    """The usual call, or a short one where the limit leaves no room for it."""
    limit = sheet.brief.character_limit
    fits = limit is None or len(sheet.text) + len(usual) + 2 <= limit
    return usual if fits else SHORT_CALL


def remove_call(sheet: Sheet, ask: Ask) -> Sheet:
    """No call to action left."""
    parts = units(sheet.text)
    calls = [index for index, unit in enumerate(parts) if is_call(unit)]
    if not calls or len(calls) == len(parts):
        return sheet if ask.quiet else sheet.missing(ask, "there is no call to action in the text")
    return sheet.with_text(without(sheet.text, calls))


def add_hashtags(sheet: Sheet, ask: Ask) -> Sheet:
    """Hashtags in a last line: the ones given, or as many as asked (three unless told) from the topic's words."""
    given = [
        "#" + "".join(re.findall(r"\w", word)) for word in re.split(r"[\s,]+", ask.value) if re.search(r"\w", word)
    ]
    have = _TAG.findall(sheet.text)
    if ask.number and not given and len(have) > ask.number:
        return sheet.with_text(_without_tags(sheet.text, ask.number))
    wanted = given or _topic_tags(sheet)[: (ask.number or len(have) + 3)]
    lower = {tag.lower() for tag in have}
    missing = [tag for tag in wanted if tag.lower() not in lower]
    new = missing if given else missing[: (ask.number or len(have) + 3) - len(have)]
    if not new:
        return sheet.missing(ask, f"the text already has these hashtags: {' '.join(have[:5])}")
    tail = units(sheet.text)[-1:] and re.fullmatch(r"[\s\S]*(?:^|\n)#\w+(?:\s+#\w+)*\s*", sheet.text[-300:])
    return sheet.with_text(sheet.text.rstrip() + (" " if tail else "\n\n") + " ".join(new), *new)


def remove_hashtags(sheet: Sheet, ask: Ask) -> Sheet:
    """No hashtags left: a line or an ending of hashtags goes, one inside a sentence only loses its sign."""
    have = len(_TAG.findall(sheet.text))
    if not have:
        return sheet if ask.quiet else sheet.missing(ask, "there is no hashtag in the text")
    return sheet.with_text(_without_tags(sheet.text, have // 2 if ask.other == "fewer" else 0))


def has_hashtags(text: str) -> bool:
    """True when there is a hashtag in the text."""
    return bool(_TAG.search(text))


def add_question(sheet: Sheet, ask: Ask) -> Sheet:
    """A question at the end of the body, or with "end" at the very end."""
    words = ask.value or next((words for words in QUESTIONS if words not in sheet.text), "")
    if not words:
        return sheet.missing(ask, "the built-in writer has no further question")
    if not words.rstrip().endswith(("?", "？")):
        words = words.rstrip(" .!") + "?"
    text = with_closing(sheet.text, words) if ask.other == "end" else with_sentence(sheet.text, words)
    return sheet.with_text(text, words)


def remove_question(sheet: Sheet, ask: Ask) -> Sheet:
    """No question left."""
    parts = units(sheet.text)
    asked = [index for index, unit in enumerate(parts) if unit.words.endswith(("?", "？"))]
    if not asked or len(asked) == len(parts):
        return sheet if ask.quiet else sheet.missing(ask, "there is no question in the text that could go")
    return sheet.with_text(without(sheet.text, asked))


def stronger_opening(sheet: Sheet, ask: Ask) -> Sheet:
    """Another opening in front of the body, in place of one that the writer put there before."""
    choice = OPENING_QUESTIONS if ask.other == "question" else HOOKS
    words = (
        sentence(ask.value) if ask.value else next((words for words in choice if words not in sheet.text), choice[0])
    )
    text = sheet.text
    for old in (*HOOKS, *OPENING_QUESTIONS):
        text = text.replace(old + "\n\n", "")
    return sheet.with_text(with_opening(text, words), words)


def set_title(sheet: Sheet, ask: Ask) -> Sheet:
    """A first line as the title, in place of the one there is; for a letter it is the subject line."""
    parts = units(sheet.text)
    at = title_at(parts)
    if ask.other == "add" and at is not None and not ask.value:
        return sheet.missing(ask, f"there is already one: {quoted(parts[at].words)}")
    title = ask.value or sheet.brief.title.rstrip(".")
    if at is not None:
        mark = "Subject: " if parts[at].words.lower().startswith("subject:") else ""
        parts[at] = replace(parts[at], words=mark + title)
        return sheet.with_text(joined(parts), title)
    mark = {Kind.BLOG: "# ", Kind.EMAIL: "Subject: "}.get(sheet.brief.kind, "")
    return sheet.with_text(f"{mark}{title}\n\n{sheet.text.lstrip()}", title)


def remove_title(sheet: Sheet, ask: Ask) -> Sheet:
    """No title, headline or subject line."""
    parts = units(sheet.text)
    at = title_at(parts)
    if at is None or len(parts) < 2:
        return sheet.missing(ask, "there is no title in the text")
    return sheet.with_text(without(sheet.text, [at]))


def _topic_tags(sheet: Sheet) -> list[str]:
    """Hashtags from the topic, without digits so that they count for nothing else, then general ones."""
    words = [word for word in keywords(sheet.brief.topic) if not re.search(r"\d|_", word)]
    return ["#" + word[:1].upper() + word[1:] for word in dict.fromkeys((*words[:10], *FALLBACK_TAGS))]


def _without_tags(text: str, spare: int) -> str:
    """The text without hashtags after the first `spare`."""
    out, at = [], 0
    for found in list(_TAG.finditer(text))[spare:]:
        rest = text[found.end() : found.end() + 200]
        ending = re.match(r"(?:[ \t,]*#\w+)*[ \t]*(?:\n|$)", rest)
        out.append(text[at : found.start()])
        at = found.end() if ending else found.start() + 1
        if ending:
            out[-1] = out[-1].rstrip(" \t,")
    return re.sub(r"\n{3,}", "\n\n", "".join([*out, text[at:]])).strip()
