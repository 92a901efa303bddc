# ruff: noqa: RUF001 - typographic signs stand in people's texts, so they are looked for here
"""Reading a brief's topic: what it is about, the facts in it, and the instructions among them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from hitl.domain import Brief
from hitl.writer.offline.asks import Ask, Wish
from hitl.writer.offline.text import capitalised, units, word_set
from hitl.writer.offline.understanding import understand

_THING = (
    r"(?:post|tweet|article|blog(?: post)?|newsletter|press release|release|e-?mail|mail|text|note|announcement|"
    r"message|piece|"
    r"copy|update|something|thread|story|letter|memo|invitation)"
)
_LINK = r"(?:about|on|for|regarding|that|saying|announcing|to announce|explaining|describing|on how|:)"
_LEAD_INS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:please|pls|kindly|hi,|hello,|can you|could you|would you|help me(?: to)?)\s+",
        r"(?:i|we)(?:['’]d| would)? (?:want|need|like)(?: you)? to (?=write|draft|create|announce|tell|say|share|"
        r"explain|talk|post|let)",
        rf"(?:i|we)(?:['’]d| would)? (?:want|need|like) (?:an?|some) (?:[\w-]+ ){{0,3}}?{_THING} {_LINK}\s*",
        rf"(?:write|draft|create|compose|prepare|make|produce)(?: me| us)?(?: an?| the| some| our)? (?:[\w-]+ "
        rf"){{0,3}}?{_THING} {_LINK}\s*",
        r"(?:write|talk|post|tweet|blog|speak) (?:about|on|that)\s+",
        r"(?:tell|inform|remind) (?:people|everyone|everybody|readers|customers|them|(?:our|the|all) \w+) (?:that|"
        r"about|of)\s+",
        r"let (?:people|everyone|everybody|readers|customers|them|(?:our|the|all) \w+) know (?:that|about)?\s*",
        r"(?:announce|say|report|share|mention|explain|highlight|promote|present|introduce|describe)(?: that| to "
        r"everyone that|:)?\s+",
        rf"(?:an? )?(?:linkedin |blog |x |short |quick )?{_THING} (?:about|on|that|announcing|:)\s+",
        r"(?:topic|subject|title|re|theme)\s*:\s*",
        r"about\s+",
    )
)
_PRONOUN = re.compile(
    r"(?:we|i|you|they|it|he|she|everyone|nobody|somebody|there|we['’]\w+|i['’]m|it['’]s|they['’]\w+|there['’]s)\s",
    re.IGNORECASE,
)
_AUXILIARY = word_set(
    "is are was were has have had will would can could should may might must won't isn't aren't don't doesn't "
    "didn't can't"
)
_VERBS = word_set(
    "cut cuts won wins grew grows built builds made makes got gets began begins became becomes rose rises fell "
    "falls sold sells "
    "raised raises opened opens joined joins launched launches hired acquired acquires announced announces released "
    "introduced "
    "introduces saved saves reached reaches expanded expands moved became helps helped brings brought doubled "
    "doubles halved "
    "halves reduced reduces increased increases improved improves added adds offers offered supports supported "
    "shipped needs "
    "means costs took takes gave gives shows showed found finds lost loses kept keeps ended started starts passed "
    "arrives arrived "
    "returns returned replaced replaces received receives published publishes turned celebrates celebrated "
    "partnered partners"
)
_DETERMINERS = word_set("our the a an this these my your their every all some its his her")
_FOLLOW_VERB = _DETERMINERS | word_set(
    "in on by from to for with at as up down its us you new more over about two three it them"
)
_IMPERATIVE = re.compile(
    r"(?:join|meet|try|see|save|register|come|celebrate|welcome|discover|learn|stop|start|get|read|remember|"
    r"don['’]t|never|always|"
    r"book|visit|think|imagine|take|thank|congratulate)\s+\w",
    re.IGNORECASE,
)
_INSTRUCTION = re.compile(
    r"(?:please\s+)?(?:keep|mention|include|use|do not|don['’]t|avoid|make|add|no|write|end|max(?:imum)?|under|at "
    r"most|tone|without|only)\b",
    re.IGNORECASE,
)
_STOPWORDS = word_set(
    "about after again also because been before being between both could does during each from have having here "
    "into just more "
    "most much only other over same should since some such than that their them then there these they this those "
    "through under "
    "until very were what when where which while will with would your write post announce please tell people make "
    "next first "
    "teams team brings cut cuts says took takes"
)
_BULLET = re.compile(r"^\s*(?:[-*+•–]|\d{1,2}[.)])\s+")


@dataclass(frozen=True)
class Story:
    """What a brief tells: its main point, further facts in sentences and in fragments, and what it wishes."""

    point: str
    form: str
    facts: tuple[str, ...] = ()
    fragments: tuple[str, ...] = ()
    wishes: tuple[Ask, ...] = field(default=())


def read_story(brief: Brief) -> Story:
    """Take a brief apart. `form` of the point is "statement", "question" or "subject"."""
    lines = [part for part in (unit.words for unit in units(brief.topic)) if any(map(str.isalnum, part))]
    point = without_lead_in(lines[0]) if lines else brief.topic.strip()
    facts, fragments, wishes = _sorted_out(lines[1:])
    for must in brief.must_haves:
        asked = _wishes(
            must, (Wish.CALL, Wish.HASHTAGS, Wish.EMOJI, Wish.QUESTION, Wish.REMOVE, Wish.NO_EMOJI, Wish.NO_HASHTAGS)
        )
        if asked:
            wishes += asked
        elif must.strip() and must.strip() not in brief.topic:
            bare = re.sub(r"^(?:please )?(?:mention|include|say)(?: that)?:?\s+", "", must.strip(), flags=re.IGNORECASE)
            (facts if bare[:1].isupper() and is_statement(bare) else fragments).append(bare)
    return Story(capitalised(point.rstrip(" :")), form_of(point), tuple(facts), tuple(fragments), tuple(wishes))


def without_lead_in(words: str) -> str:
    """The words without what only introduces them, such as "Write a post about"."""
    for _ in range(4):
        shorter = next((words[found.end() :] for pattern in _LEAD_INS if (found := pattern.match(words))), words)
        if shorter == words or not any(map(str.isalnum, shorter)):
            return words
        words = shorter.lstrip()
    return words


def form_of(words: str) -> str:
    """Whether the words are a "question", a "statement" or only a "subject"."""
    if words.rstrip().endswith(("?", "？")):
        return "question"
    return "statement" if is_statement(words) else "subject"


def is_statement(words: str) -> bool:
    """True when the words are a sentence of their own; in doubt they are not."""
    listed = re.findall(r"[\w'’%$€.,]+", words[:400].lower().replace("’", "'"))
    if len(listed) < 3 or re.match(r"(?:how|why|what|when|where|who|which|if|whether)\b", words, re.IGNORECASE):
        return False
    if _PRONOUN.match(words) or _IMPERATIVE.match(words) or words.rstrip().endswith((".", "!", "。", "！")):
        return True
    return any(_is_verb(listed, index, words) for index in range(1, min(len(listed) - 1, 14)))


def keywords(topic: str) -> list[str]:
    """The words of a topic that say what it is about, in their order, each once."""
    point = without_lead_in(next(iter(topic.strip().splitlines()), ""))
    found = re.findall(r"[^\W_][\w]{2,30}", point)
    return list(
        dict.fromkeys(word for word in found if word.lower() not in _STOPWORDS and (len(word) > 3 or word.isupper()))
    )


def _is_verb(words: list[str], index: int, original: str) -> bool:
    """Whether the word at `index` makes the words a sentence."""
    word, before, after = words[index], words[index - 1], words[index + 1]
    if before in ("that", "which", "who", "to", "how", "of"):
        return False
    if word in _AUXILIARY:
        return True
    subject = words[0] in _DETERMINERS or original[:1].isupper()
    clear = after in _FOLLOW_VERB or after[:1].isdigit() or words[0] in _DETERMINERS
    return (
        word in _VERBS
        and subject
        and before not in _DETERMINERS
        and (clear or word in ("cut", "raised", "won", "opens", "wins", "raises"))
    )


def _sorted_out(lines: Iterable[str]) -> tuple[list[str], list[str], list[Ask]]:
    """Further lines of a topic as sentences, fragments and wishes."""
    facts: list[str] = []
    fragments: list[str] = []
    wishes: list[Ask] = []
    for line in lines:
        words = _BULLET.sub("", line).strip()
        asked = _wishes(words, tuple(Wish)) if _INSTRUCTION.match(words) else ()
        if asked:
            wishes += asked
        elif is_statement(words) or words.endswith("?"):
            facts.append(words)
        else:
            fragments.append(words)
    return facts, fragments, wishes


def _wishes(words: str, allowed: tuple[Wish, ...]) -> tuple[Ask, ...]:
    """The asks in the words, if they are nothing but asks of the allowed sort."""
    read = understand(words)
    if read.unknown or not all(ask.wish in allowed and ask.wish is not Wish.LEAVE for ask in read.asks):
        return ()
    if Wish.REMOVE in {ask.wish for ask in read.asks} and not re.match(
        r"(?:no|do not|don['’]t|avoid|never|without)\b", words, re.IGNORECASE
    ):
        return ()
    return read.asks
