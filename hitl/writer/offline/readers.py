"""Readers: each makes an ask from a phrase that was found, or None when the phrase meant something else."""

import re
from collections.abc import Callable

from hitl.writer.offline.asks import Ask, Wish
from hitl.writer.offline.clauses import Feedback
from hitl.writer.offline.grammar import QUOTE, count

Reader = Callable[[re.Match[str], Feedback], Ask | None]
Rule = tuple[re.Pattern[str], Reader]

_ORDER = re.compile(
    r"(?:remove|delete|drop|cut|lose|strip|get rid|take out|kill|ditch|scrap|erase|eliminate)\b", re.IGNORECASE
)
FLIP = re.compile(
    r"(?:\b(?:too|less|not|overly|so|never|without|no|avoid)|n['’]t|\bdont)\b[\w\s]{0,25}$", re.IGNORECASE
)
FRONT = re.compile(
    r"(?:first(?: of all)?|up ?front|before (?:anything|everything|all) else|"
    r"(?:to|at|in|on) the (?:very )?(?:top|front|start|beginning|first (?:line|sentence|paragraph)|opening)"
    r"(?: of .+)?)",
    re.IGNORECASE,
)
_ADJECTIVES = re.compile(
    r"(?:(?:more|much|a bit|less|sound|be|to be)\s+)*(?:strong|clear|bett|short|soft|punchi|new|different|direct|"
    r"specific|bold)\w*",
    re.IGNORECASE,
)
_CALL_LINK = re.compile(
    r"^[\s:]*(?:that says|saying|which says|like|such as|to say|(?:that )?(?:asks?|asking|invit(?:es|ing)|tells?|"
    r"telling) "
    r"(?:\w+ ){0,2}to|to|reading)?[\s:]*",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:(?:a|an|one|some|another|the)\s+)?(?:\w+\s+)?(?:sentence|line|paragraph|section|something|bit|part|word|"
    r"note|remark|"
    r"reference|mention|information|info|details?)s?\s+(?:about|on|for|regarding|that says|saying|to|that mentions|"
    r"mentioning)\s+"
    r"(?:that\s+)?(?P<value>.+)",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"(?:(?:an?|some|more|another|any|few|better|a bit of|real|good|nice|one|two|the|less|few|"
    r"\w+er)\s+)+(?:\w+\s+){0,2}?"
    r"(?:jokes?|examples?|story|stories|anecdotes?|quotes?|images?|pictures?|photos?|links?|sections?|paragraphs?|"
    r"sentences?|"
    r"lines?|intro\w*|conclusions?|summary|context|humou?r|personality|spice|punch|energy|flair|colou?r|depth|value|"
    r"clarity|"
    r"urgency|excitement|emotions?|impact|flow|structure|life|zing|evidence|proof|sources?|references?|pop)\b"
    r"|(?:humou?r|personality|context|punch|urgency|excitement|flair|something|it|this|that)\b$"
    r"|(?:it|this|them)\b",
    re.IGNORECASE,
)


def rule(pattern: str, reader: Reader | Wish) -> Rule:
    """A phrase with its reader; a bare wish stands for the plain ask."""
    return re.compile(pattern, re.IGNORECASE), plain(reader) if isinstance(reader, Wish) else reader


def plain(wish: Wish, **arguments: str | int) -> Reader:
    """Always this ask."""
    return lambda _found, _read: Ask(wish, **arguments)  # type: ignore[arg-type]


def unless_absent(wish: Wish) -> Reader:
    """A ban ("no emoji") is kept silently when there is nothing to take away; an order to remove is not."""
    return lambda found, _read: Ask(wish, quiet=not _ORDER.match(found[0]))


def counted(wish: Wish) -> Reader:
    """The ask with the count that the phrase names."""
    return lambda found, _read: Ask(wish, number=count(found["count"]))


def valued(wish: Wish) -> Reader:
    """The ask with the words that the phrase names; none without them."""

    def read_value(found: re.Match[str], read: Feedback) -> Ask | None:
        value = read.meant(found["value"] or "")
        return Ask(wish, value) if value else None

    return read_value


def call(other: str = "") -> Reader:
    """A call to action, with its words where the phrase gives them."""

    def read_call(found: re.Match[str], read: Feedback) -> Ask | None:
        rest = found["value"] or ""
        if FRONT.fullmatch(rest.strip()):
            return None
        if _ADJECTIVES.fullmatch(rest.strip()):
            return Ask(Wish.CALL, other="change")
        topic = re.match(r"\s*(?:about|for|on)\s+(.+)", rest, re.IGNORECASE)
        if topic:
            return Ask(Wish.CALL, "learn more about " + read.meant(topic[1]), other)
        return Ask(Wish.CALL, read.meant(_CALL_LINK.sub("", rest)), other)

    return read_call


def tagged(wish: Wish) -> Reader:
    """Hashtags or emoji: given ones, a count, or neither."""

    def read_tags(found: re.Match[str], read: Feedback) -> Ask | None:
        value = read.meant(found["value"] or "")
        if FRONT.fullmatch(value):
            return None
        return Ask(wish, "" if re.fullmatch(r"or \w+", value) else value, number=count(found["count"]))

    return read_tags


def question(found: re.Match[str], read: Feedback) -> Ask:
    """A question, quoted or not; at the very end if the phrase says so."""
    value = read.meant("".join(re.findall(QUOTE, found.string)))
    ends = re.search(r"\b(?:end|finish|close|conclude|wrap|last)", found.string, re.IGNORECASE)
    return Ask(Wish.QUESTION, value, "end" if ends else "")


def length(bound: str) -> Reader:
    """A length in words, characters or sentences; "under 50" means 49 at most."""

    def read_length(found: re.Match[str], _read: Feedback) -> Ask | None:
        number = count(found["count"])
        strict = re.search(r"\b(?:under|below|less than|fewer than)\b|(?<![<>=])<(?!=)", found[0], re.IGNORECASE)
        unit = found["unit"].lower()
        unit = "words" if unit.startswith("w") else "sentences" if unit.startswith("se") else "characters"
        number -= bool(strict and bound == "max")
        return Ask(Wish.LENGTH, unit, bound, number) if number > 0 else None

    return read_length


def share(wish: Wish, number: int = 0) -> Reader:
    """Shorter or longer by a percentage."""
    return lambda found, _read: Ask(wish, number=number or min(count(found["count"]), 1000))


def replacing(found: re.Match[str], read: Feedback) -> Ask | None:
    """Some words for others; none when the new ones are not said."""
    old, new = read.meant(found["old"]), read.meant(found["new"])
    vague = re.match(r"(?:something|it|anything|a better|a different|more|less)\b", new, re.IGNORECASE)
    return None if not old or not new or vague else Ask(Wish.REPLACE, old, new)


def mentioning(found: re.Match[str], read: Feedback) -> Ask | None:
    """Words to mention; none when they name only a sort of thing, such as "a joke"."""
    value = found["value"]
    about = _ABOUT.match(value)
    other = "quoted" if re.match(QUOTE, value) else ""
    if about:
        return Ask(Wish.MENTION, read.meant(about["value"]), other)
    return None if _VAGUE.match(value) else Ask(Wish.MENTION, read.meant(value), other)


def removing(found: re.Match[str], read: Feedback) -> Ask | None:
    """Words to take out; a ban on them is quiet."""
    value = read.meant(found["value"])
    banned = not _ORDER.match(found[0])
    return Ask(Wish.REMOVE, value, quiet=banned) if value and not re.match(r"\w+er\b", value) else None


def sense(wish: Wish, opposite: Wish | None) -> Reader:
    """An ask by an adjective: "too formal" and "not so formal" mean the opposite of "formal"."""

    def read_sense(found: re.Match[str], _read: Feedback) -> Ask | None:
        if re.search(r"\bnot\b.*\benough\b|n['’]t .*\benough\b", found.string, re.IGNORECASE):
            return Ask(wish)
        flipped = FLIP.search(found.string[: found.start()])
        if flipped and re.match(r"\w+er\b", found[0]) and not flipped[0].lower().startswith("too"):
            return Ask(Wish.LEAVE)
        meant = opposite if flipped else wish
        return Ask(meant) if meant else None

    return read_sense
