# ruff: noqa: RUF001 - typographic signs stand in people's texts, so they are looked for here
"""Reading a brief's topic: what it is about, the facts in it, and the instructions among them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from hitl.domain import Brief
from hitl.writer.offline.asks import Ask
from hitl.writer.offline.instructions import wishes_of, wishes_of_must
from hitl.writer.offline.text import capitalised, units, word_set

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
        r"(?:announce|say|explain|describe)(?: that| to everyone that|:)?\s+",
        r"(?:report|share|mention|highlight|promote|present|introduce)(?:(?: that| to everyone that|:)\s+|\s+"
        r"(?=(?:our|the|a|an|how|why|what|new|we|my|this)\s))",
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
    "partnered partners closes closed reopens reopened begins ends ended runs ran moves hosts hosted holds held stays"
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
_STOPWORDS = word_set(
    "about after again also because been before being between both could does during each from have having here "
    "into just more "
    "most much only other over same should since some such than that their them then there these they this those "
    "through under "
    "until very were what when where which while will with would your write post announce please tell people make "
    "next first "
    "teams team brings cut cuts says took takes"
)
_GREETING = re.compile(r"(?:dear|hello|hi)(?: [\w'’-]{1,20}){1,3},\s+", re.IGNORECASE)
_SAY = re.compile(r"^(?:please )?(?:mention|include|say)(?: that)?:?\s+", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*+•–]|\d{1,2}[.)])\s+")


@dataclass(frozen=True)
class Story:
    """What a brief tells: its main point, further details in their order, must-haves, and what it wishes.

    `form` of the point is "statement", "question" or "subject"; `greeting` is one that the brief itself brings.
    """

    point: str
    form: str
    details: tuple[str, ...] = ()
    musts: tuple[str, ...] = ()
    wishes: tuple[Ask, ...] = field(default=())
    greeting: str = ""

    @property
    def told(self) -> tuple[str, ...]:
        """Everything that the draft has to say."""
        return (self.point, *self.details, *self.musts)


def read_story(brief: Brief) -> Story:
    """Take a brief apart."""
    greeting = _GREETING.match(brief.topic.lstrip())
    topic = brief.topic.lstrip()[greeting.end() :] if greeting else brief.topic
    lines = [part for part in (unit.words for unit in units(topic)) if any(map(str.isalnum, part))]
    point = without_lead_in(lines[0]) if lines else topic.strip()
    details, wishes = _sorted_out(lines[1:])
    hello = greeting[0].strip() if greeting else ""
    musts = []
    for must in filter(str.strip, brief.must_haves):
        if _GREETING.fullmatch(must.strip() + " "):
            hello = must.strip()
        elif asked := wishes_of_must(must):
            wishes += asked
        elif must.strip() not in brief.topic:
            musts.append(_SAY.sub("", must.strip()))
    return Story(
        capitalised(point.rstrip(" :")), form_of(point), tuple(details), tuple(musts), tuple(wishes), capitalised(hello)
    )


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


def _sorted_out(lines: Iterable[str]) -> tuple[list[str], list[Ask]]:
    """Further lines of a topic as what they tell, and what they wish."""
    details: list[str] = []
    wishes: list[Ask] = []
    for line in lines:
        words = _BULLET.sub("", line).strip()
        asked = wishes_of(words)
        wishes += asked
        if not asked:
            details.append(words)
    return details, wishes
