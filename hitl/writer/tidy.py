"""From what a model sent to the text that counts: nothing unprintable, and nothing around the text.

Only what is unmistakably not the text is taken away, and each such cut is told to the editor in a note.
"""

import re

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
THINKING = re.compile(r"\A\s*<think>.*?</think>\s*", re.DOTALL)
FENCE = re.compile(r"\A```[\w-]*\n(?P<inside>.*)\n```\Z", re.DOTALL)
OPENING = re.compile(
    r"\A(?P<line>(?:(?:sure|certainly|of course|absolutely|okay|ok)[,!.]+ here(?:['\u2019]s| is| are)\b[^\n]{0,200}"
    r"|here(?:['\u2019]s| is)\b[^\n]{0,200}\b(?:draft|version|revision|rewrite|revised|updated|rewritten)\b[^\n]{0,200}"
    r"|here(?:['\u2019]s| is) (?:the|your|a) (?:[\w-]+ )?(?:text|post|article|newsletter|press release|e-?mail)"
    r"):)[ \t]*\n[ \t]*\n(?:-{3,}\n+)?",
    re.IGNORECASE,
)
"""At most 200 characters around its words: without that, `Here is draft draft ...` held up everybody for 6 s."""


def plain(text: str) -> str:
    """The text without NUL and other control characters, with LF as its line end, and valid as UTF-8.

    Halves of a surrogate pair that meet are joined; a half that stays alone is dropped.
    """
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return UNPRINTABLE.sub("", whole.replace("\r\n", "\n").replace("\r", "\n"))


def tidy(sent: str, current: str = "") -> tuple[str, tuple[str, ...]]:
    """What a model sent -> the text that counts, and a note for each thing left out.

    A fence or an opening line that the `current` draft also starts with is part of the text and stays.
    """
    text, notes = plain(sent).strip(), []
    if thinking := THINKING.match(text):
        text = text[thinking.end() :]
        notes.append("The model's thinking aloud before the text was left out.")
    opening = OPENING.match(text)
    if opening and text[opening.end() :].strip() and not current.startswith(opening["line"]):
        text = text[opening.end() :].strip()
        notes.append(f"The model's opening line was left out: “{opening['line']}”")
    fence = FENCE.match(text)
    if fence and "```" not in fence["inside"] and not current.startswith("```"):
        text = fence["inside"].strip()
        notes.append("The code fence around the text was left out.")
    return text, tuple(notes)
