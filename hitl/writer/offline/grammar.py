"""The pieces that the phrases of feedback are built from: verbs, things, counts, fillers and typing errors."""

import re

from hitl.writer.offline.text import word_set

QUOTE = "[\ue100-\uefff]"
"""A quote of the feedback, masked as one character; see `clauses`."""

NUMERALS = {
    "a single": 1, "one": 1, "single": 1, "an": 1, "a": 1, "two": 2, "a couple of": 2, "three": 3, "a few": 3,
    "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twenty": 20, "fifty": 50, "a hundred": 100,
    "hundred": 100,
}  # fmt: skip
COUNT = r"(?:\d[\d,.]*|" + "|".join(sorted(NUMERALS, key=len, reverse=True)) + ")"

NEVER = r"(?:do not|don['’]?t|never|please no)"
ADD = (
    r"(?:add|include|insert|use|put(?: in)?|write|give (?:it|me|us)|get|append|bring(?: back)?|place|attach|with|"
    r"need|want|"
    r"more|(?:end|finish|close|conclude|wrap up)(?: it)? (?:with|on)|ask|pose|have)"
)
NO = (
    r"(?:no(?: more)?|without|remove|delete|drop|cut(?: out)?|lose|strip(?: out)?|get rid of|omit|leave out|take "
    r"out|kill|"
    rf"ditch|skip|scrap|avoid|erase|eliminate|not|{NEVER} (?:add|use|include|put|insert|want|need|have|write|"
    rf"mention|end with|"
    r"say|talk about)(?: in)?)"
)
FEWER = r"(?:fewer|less|too many|too much|not so many|not as many|reduce|tone down|go easy on)"
DET = (
    r"(?:(?:all|any|the|of|those|these|your|a|an|some|more|few|couple|many|extra|such|other|its|our|my|every|single|"
    r"strong(?:er)?|clear(?:er)?|good|nice|short|better|final|relevant|suitable|fitting|little|simple|matching|proper|"
    r"amount|number)\s+)*"
)

CALL = r"(?:ctas?|calls?[- ]to[- ]actions?)\b"
HASHTAGS = r"(?:hash ?tags?|tags)\b"
EMOJI = r"(?:emojis?|emoticons?|smileys?)\b"
METRICS = r"(?:metrics?|numbers?|figures?|stats?|statistics?|digits?|data points?|percentages?|kpis?)\b"
EXCLAMATION = r"(?:exclamation (?:marks?|points?)|exclamations?)\b"
BULLETS = r"(?:bullet(?:ed)?(?: points?| lists?)?|bullets|lists?)\b"
BREAKS = r"(?:line ?breaks?|new ?lines?)\b"
TITLE = r"(?:titles?|headlines?|subject(?: line)?|headings?)\b"
SCOPED = rf"(?:{TITLE}|{CALL}|hook|intro\w*|opening|ending|conclusion|(?:first|last|second) \w+)"
UNIT = r"(?P<unit>words?|characters?|chars?|signs|sentences?)\b"

_THING = re.compile(
    rf"(?P<new>(?:an?|some|more|{COUNT})\s+)?{DET}(?:{CALL}|{HASHTAGS}|{EMOJI}|{METRICS}|{EXCLAMATION}|{BULLETS}|{BREAKS}|"
    rf"{TITLE}|questions?\b)(?:\s+at the (?:end|top))?$",
    re.IGNORECASE,
)
_VERB = re.compile(rf"(?P<no>{NO})\b|add\b|include\b|use\b", re.IGNORECASE)

_TEXT = r"(?:it|this|that|the (?:whole )?(?:text|post|draft|e-?mail|copy|thing|message|article|letter|piece|result))"
_FILLER = re.compile(
    r"(?:please|pls|plz|kindly|hey|ok(?:ay)?|well|(?:can|could|would|will) (?:you|we)|maybe|perhaps|also|just|now|"
    r"next|and|so|"
    r"then|but|still|i think|i feel|i guess|i['’]d (?:like|prefer|love)|i would (?:like|prefer|love)|i want|we want|"
    r"(?:you|we|i) (?:should|could|need to|might|must)|needs? to be|it needs|needs|let['’]?s|let us|try to|try|make "
    r"sure (?:to|that)|"
    rf"you to|to be|it should be|it should|should be|it could be|it would be (?:nice|good|great) (?:to|if you)|"
    rf"{_TEXT} to|"
    rf"(?:make|get|keep|have|turn|write|rewrite) {_TEXT}(?: all)?|give (?:it|me|us)|{_TEXT}(?: is|['’]s| should be| "
    rf"needs to be)|"
    r"(?:make|change|set|switch|adjust|keep) (?:the )?(?:overall )?(?:tone|style|voice)(?: of voice)?(?: is| to| to "
    r"be| into)?|"
    rf"in {_TEXT}|a (?:little|bit|tad|touch)(?: of)?|slightly|somewhat|a lot|much|way|even|rather|quite|overall|in "
    rf"general|"
    r"first(?:ly)?|second(?:ly)?|finally|to)[\s,]+",
    re.IGNORECASE,
)
_TRAIL = re.compile(
    r"[\s,]+(?:please|pls|plz|thanks|thank you|now|again|too|as well|also|then|instead|if possible|though|a bit|a "
    r"little|"
    r"somewhat|for me|to it|to the (?:end|text|post|draft)|at the (?:end|bottom|close)|in the text|from the text|there|"
    r"in there|ok|okay)$",
    re.IGNORECASE,
)

VOCABULARY = word_set(
    "shorter longer shorten short friendlier friendly formal professional casual warmer simpler simple plainer "
    "metric metrics "
    "number numbers hashtag hashtags emoji emojis question bullet bullets paragraph remove mention include replace "
    "delete "
    "exclamation characters words sentences headline title concise conversational detail details opening trim informal "
    "statistics percent without keep call action stronger better jargon"
)
_LOOKALIKES = word_set("format normal normally formats informs tail tails line lines kept wording shore sport")


def count(words: str | None) -> int:
    """The number that digits or a numeral mean, 0 for none; at most a million."""
    if not words:
        return 0
    digits = "".join(character for character in words if character.isdecimal())
    return min(int(digits[:9]), 1_000_000) if digits else NUMERALS.get(words.lower(), 0)


def bare(clause: str) -> str:
    """A clause without the courtesies around what it asks."""
    words = clause.strip(" \t\r\n.,!?;:()…")
    for _ in range(8):
        shorter = words[found.end() :] if (found := _FILLER.match(words)) else words
        shorter = shorter if ":" in shorter else _TRAIL.sub("", shorter)
        if shorter == words:
            break
        words = shorter.strip()
    return words


def with_verb_of(before: str, clause: str) -> str:
    """A clause that only names a thing with the verb of the clause before it: "remove hashtags" + "and emoji"."""
    thing = _THING.match(bare(clause))
    if not thing:
        return ""
    verb = _VERB.match(bare(before))
    if not verb or (verb["no"] and thing["new"]):
        return ""
    return f"{verb[0]} {bare(clause)}"


def is_thing(clause: str) -> bool:
    """True when a clause names a thing and says nothing about it."""
    return bool(_THING.match(bare(clause)))


def corrected(clause: str) -> str:
    """A clause with words that are one letter away from a word of the vocabulary put right."""
    return re.sub(r"[a-z]{4,}", lambda found: _corrected_word(found[0]), clause, flags=re.IGNORECASE)


def _one_letter_less(word: str) -> set[str]:
    return {word[:index] + word[index + 1 :] for index in range(len(word))}


_NEAR = {near: word for word in sorted(VOCABULARY) if len(word) > 4 for near in _one_letter_less(word)}


def _corrected_word(typed: str) -> str:
    word = typed.lower()
    if word in VOCABULARY or word in _LOOKALIKES or len(word) > 20:
        return typed
    candidates = [word, *sorted(_one_letter_less(word))]
    for near in candidates:
        if near in _NEAR:
            return _NEAR[near]
        if near != word and len(near) > 3 and near in VOCABULARY:
            return near
    return typed
