"""Phrases about the words: to exchange, mention or remove, their number, and their tone."""

import re

from hitl.writer.offline.asks import Ask, Wish
from hitl.writer.offline.grammar import (
    COUNT,
    DET,
    NO,
    UNIT,
    count,
)
from hitl.writer.offline.readers import (
    FLIP,
    Rule,
    length,
    mentioning,
    removing,
    replacing,
    rule,
    sense,
    share,
)

_FRIENDLY = (
    r"\b(?:friend(?:ly|lier|liness)|warm(?:er|th|ly)?|casual(?:ly)?|informal|conversational|relaxed|human|personal|"
    r"approachable|"
    r"chatty|chattier|upbeat|kind(?:er)|welcoming|enthusiastic|cheerful|light-hearted|personable|lighter)\b"
)
_FORMAL = (
    r"\b(?:formal(?:ly)?|professional(?:ly)?|serious|business-?like|corporate|official|polite|sober|businesslike)\b"
)
_STIFF = r"\b(?:stiff|dry|cold|robotic|distant|impersonal|stuffy|salesy|bureaucratic)\b"
_SLACK = r"\b(?:flippant|chummy|sloppy|unprofessional|slangy|childish)\b"
_SIMPLE = (
    r"\b(?:simple|simpler|simplify|simply|plain|plainer|plainly|easier|easy to|clearer|accessible|layman\S*|"
    r"everyday (?:language|words))\b"
)
_HARD = (
    r"\b(?:jargon|buzzwords?|complicated|complex|technical|convoluted|hard to (?:read|understand|follow)|dense|"
    r"big words)\b"
)
_SHORT = (
    r"\b(?:short(?:er|en|ened)?|brief(?:er)?|concise(?:ly)?|tight(?:er|en)?|trim(?:med)?|condensed?|snappi?er|"
    r"snappy|crisper|crisp|"
    r"compact|compress|leaner|punchier|succinct|to the point|shrink)\b"
)
_CUT = (
    r"^(?:cut|reduce|trim|tighten|shorten|condense)(?: (?:it|this|the (?:text|post|draft|length|fluff|filler)|some|"
    r"a few|words|"
    r"fluff|filler|down|back|unnecessary|repetition|everything|text|length))+$|\b(?:fewer words|less (?:text|words))\b"
)
_LONG = (
    r"\b(?:long|longer|lengthen|lengthy|lengthier|expand|extend|elaborate|wordy|verbose|long-winded|detailed|"
    r"flesh|in-depth)\b"
)
_DETAIL = (
    r"^(?:add|include|need|give|go into|more|with)?\s*(?:some|more|further|a bit more|additional|extra)\s+"
    r"(?:details?|depth|length|information|info|text|content|words|substance|body)\b(?!\s+(?:about|on|regarding))"
)

WORDS: tuple[Rule, ...] = (
    # words of the editor's own
    rule(
        r"^(?:replace|swap|substitute|exchange|change|switch|rename|turn|correct)\s+(?P<old>.+?)\s+(?:with|for|by|"
        r"to|into|→|-+>|=>)\s+(?P<new>.+)$",
        replacing,
    ),
    rule(
        r"^(?:use|say|write|put|call it|prefer)\s+(?P<new>.+?)\s+(?:instead of|rather than|not|in place "
        r"of)\s+(?P<old>.+)$",
        replacing,
    ),
    rule(r"^(?:instead of|rather than)\s+(?P<old>.+?)\s+(?:use|say|write|put)\s+(?P<new>.+)$", replacing),
    rule(r"^(?P<old>.+?)\s+(?:should (?:be|read|say)|→|-+>|=>)\s+(?P<new>.+)$", replacing),
    rule(_DETAIL, Wish.LONGER),
    rule(
        rf"^(?:add|use|include|put)\s+.{{0,30}}?(?:{_FRIENDLY}(?:$|\s+(?:tone|touch|note|feel|voice|style|language)))",
        Wish.FRIENDLIER,
    ),
    rule(
        rf"^(?:add|use|include)\s+.{{0,30}}?(?:{_FORMAL}\s+(?:tone|touch|note|feel|voice|style|language))", Wish.FORMAL
    ),
    rule(
        r"^(?:mention|include|add|name|say|state|note|point out|talk about|refer to|reference|bring up|highlight|"
        r"emphasi[sz]e|"
        r"stress|cover|work in|insert|write about|tell (?:them|readers|people))\s+(?:that\s+|about\s+)?(?P<value>.+)$",
        mentioning,
    ),
    # lengths
    rule(
        rf"(?:\b(?:under|below|(?:less|fewer|shorter) than|within|max(?:imum)?(?: of)?|at most|no(?:t)? (?:more|"
        rf"longer) than|up to|limit\w*"
        rf"(?: \w+)? to|not over|not exceed\w*|(?:cut|trim|shorten|reduce|condense|bring|get|"
        rf"compress)\b.{{0,30}}?\bto|only)|<=?|≤)"
        rf"\s*(?:about\s+|around\s+)?(?P<count>{COUNT})\s*-?\s*{UNIT}",
        length("max"),
    ),
    rule(rf"(?P<count>{COUNT})\s*-?\s*{UNIT}\s*(?:max\w*|at most|or (?:less|fewer)|tops|limit|only)", length("max")),
    rule(
        rf"\b(?:at least|min(?:imum)?(?: of)?|more than|no(?:t)? less than|longer than|(?:expand|extend|lengthen|"
        rf"grow)\b.{{0,30}}?\bto)\s*"
        rf"(?P<count>{COUNT})\s*-?\s*{UNIT}",
        length("min"),
    ),
    rule(rf"(?P<count>{COUNT})\s*-?\s*{UNIT}\s*(?:min\w*|at least|or more)", length("min")),
    rule(
        r"\b(?:fit|tweet length|one tweet|a tweet)\b.*|^tweet\b.*",
        lambda found, _read: Ask(Wish.LENGTH, "characters", "max", 280) if "tweet" in found[0].lower() else None,
    ),
    rule(
        rf"^(?:cut|remove|drop|trim|lose|delete)\s+(?:about\s+)?(?P<count>{COUNT})\s+words",
        lambda found, _read: Ask(Wish.SHORTER, "words", number=count(found["count"])),
    ),
    rule(
        rf"(?:^|\b(?:in|to|about|around|roughly|exactly|~|approximately|of)\s*)(?P<count>\d[\d,.]*)\s*-?\s*{UNIT}$",
        length("about"),
    ),
    rule(r"\b(?:in half|by half|half (?:as long|the (?:length|size|words))|halve)\b", share(Wish.SHORTER, 50)),
    rule(r"\bby (?:a|one) third\b|\ba third shorter\b", share(Wish.SHORTER, 34)),
    rule(r"\b(?:twice as long|double the (?:length|size)|double it)\b", share(Wish.LONGER, 100)),
    rule(
        r"(?P<count>\d{1,4})\s*(?:%|percent)\s*(?:shorter|less)|(?:short|cut|trim|"
        r"reduce)\w*\b.*?(?P<by>\d{1,4})\s*(?:%|percent)",
        lambda found, _read: Ask(Wish.SHORTER, number=min(count(found["count"] or found["by"]), 95)),
    ),
    rule(r"(?P<count>\d{1,4})\s*(?:%|percent)\s*(?:longer|more)\b", share(Wish.LONGER)),
    rule(_CUT, Wish.SHORTER),
    # tone, before a general "remove"
    rule(
        _HARD,
        lambda found, _read: (
            Ask(Wish.SIMPLER)
            if FLIP.search(found.string[: found.start()]) or re.match(NO + r"|cut|hard", found.string, re.IGNORECASE)
            else None
        ),
    ),
    rule(
        rf"^{NO}\s+{DET}(?P<value>(?!(?:too|so|very|overly|quite|as|long|short|formal|casual|friendly|\w+er)\b).+)$",
        removing,
    ),
    rule(_STIFF, Wish.FRIENDLIER),
    rule(_SLACK, Wish.FORMAL),
    rule(_FRIENDLY, sense(Wish.FRIENDLIER, Wish.FORMAL)),
    rule(_FORMAL, sense(Wish.FORMAL, Wish.FRIENDLIER)),
    rule(_SHORT, sense(Wish.SHORTER, Wish.LONGER)),
    rule(r"\b(?:wordy|verbose|long-winded|lengthy)\b", Wish.SHORTER),
    rule(_LONG, sense(Wish.LONGER, Wish.SHORTER)),
    rule(_SIMPLE, sense(Wish.SIMPLER, None)),
    rule(r"^keep\b", Wish.LEAVE),
)
