"""Which language a brief means: by name, as browsers and word processors want to know it."""

import re
from pathlib import Path

_NAMES = Path(__file__).with_name("languages.txt").read_text(encoding="utf-8")
_TAGS = dict(line.split(": ") for line in _NAMES.splitlines())
_BY_NAME = {name: tag for tag, names in _TAGS.items() for name in (tag.lower(), *names.split(", "))}
_TAG = re.compile(r"[a-z]{2,3}(?:-(?:[a-z]{4}|[a-z]{2}|[0-9]{3}))*", re.IGNORECASE)


def language_tag(language: str) -> str:
    """The BCP 47 tag of a language by its English or own name, or by the tag; empty when it is not known.

    >>> language_tag("British English"), language_tag("de-LI"), language_tag("plain words")
    ('en-GB', 'de-LI', '')
    """
    name = " ".join(language.split())
    tag = name.replace("_", "-")
    known = _BY_NAME.get(name.lower()) or _BY_NAME.get(tag.lower())
    if known:
        return known
    return tag if _TAG.fullmatch(tag) and tag.split("-")[0].lower() in _TAGS else ""
