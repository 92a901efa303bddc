"""Phrases about the things that a text can have: numbers, calls, hashtags, emoji, questions, titles, lists."""

import re

from hitl.writer.offline.asks import Ask, Wish
from hitl.writer.offline.grammar import (
    ADD,
    BREAKS,
    BULLETS,
    CALL,
    COUNT,
    DET,
    EMOJI,
    EXCLAMATION,
    FEWER,
    HASHTAGS,
    METRICS,
    NEVER,
    NO,
    QUOTE,
    SCOPED,
    TITLE,
    count,
)
from hitl.writer.offline.readers import (
    FRONT,
    Rule,
    call,
    counted,
    plain,
    question,
    rule,
    tagged,
    unless_absent,
    valued,
)

_SIGN = r"[^\w\s\ue100-\uefff#.,;:!?'\"()%$€£-]"
_HOOK = r"(?:hook|opening|opener|intro(?:duction)?|first (?:line|sentence)|start|beginning|lead)\b"
_BETTER = (
    r"(?:strong|better|catch|punch|improve|strengthen|rewrite|grab|bold|new|different|weak|boring|engaging|"
    r"stronger|change|compelling)"
)
_METRIC_ADJ = r"(?:(?:of the|key|main|strongest|best|important|most|single|strong|good|big|core|concrete|hard)\s+)*"
_ONLY = r"(?:only|just|to|at most|max(?:imum)?(?: of)?|no more than|not more than|down to)"

_IN_FRONT = (
    r"^(?:start|open|begin|lead)(?: off)?\s+with\s+(?P<value>.+)$",
    r"^(?:mention|put|name|say|state|give|bring|move|place|show|have|list|tell \w+|get|add|include)\s+"
    rf"(?P<value>.+?)\s+{FRONT.pattern}$",
    rf"^(?P<value>(?:(?:the|our|a|an)\s+)?\w+(?:\s\w+)?)\s+(?:(?:should|must|has to|needs to)\s+)?"
    rf"(?:(?:come|be|go|stand)s?\s+)?{FRONT.pattern}$",
)

THINGS: tuple[Rule, ...] = (
    rule(
        rf"^{NEVER}\s+(?:remove|change|touch|delete|drop|shorten|cut|lose|alter|rewrite|lengthen|replace|edit|overdo|"
        r"make (?:it|this|the \w+) (?:any )?\w+er)\b",
        Wish.LEAVE,
    ),
    rule(
        rf"^(?:{ADD}|keep|leave|stick|limit (?:it )?|reduce|have)?\s*(?:(?:all|everything|it)\s*)?(?:{_ONLY}|"
        rf"(?<!add )(?<!more )(?<!put )"
        rf"(?<!include )(?<!insert ))\s*(?:the\s+)?(?P<count>{COUNT})\s+{_METRIC_ADJ}{METRICS}(?!\s+\S*\d)(?<!add)",
        lambda found, _read: (
            None
            if re.match(r"(?:add|include|insert|put|need|want|more|ask|a)\b", found[0], re.IGNORECASE)
            else Ask(Wish.NUMBERS, number=count(found["count"]))
        ),
    ),
    rule(
        rf"\b(?:but|except(?: for)?|besides)\s+(?:the\s+|a\s+)?(?P<count>{COUNT})\s+{_METRIC_ADJ}{METRICS}",
        counted(Wish.NUMBERS),
    ),
    rule(
        rf"{METRICS}\s+(?:but|except(?: for)?|besides)\s+(?:the\s+)?(?P<value>\S*\d.*)$",
        lambda found, read: Ask(Wish.NUMBERS, read.meant(found["value"]), number=1),
    ),
    rule(rf"{METRICS}\s+(?:but|except(?: for)?|besides)\s+(?P<count>{COUNT})\b", counted(Wish.NUMBERS)),
    rule(rf"^(?P<count>{COUNT})\s+{METRICS}\s+(?:only|max\w*|at most|is enough)", counted(Wish.NUMBERS)),
    rule(
        rf"^(?:keep|leave)\s+(?:only |just )?(?:the\s+)?{_METRIC_ADJ}(?:metric|number|figure|stat|statistic)$",
        plain(Wish.NUMBERS, number=1),
    ),
    rule(
        r"^(?:(?:keep|leave|use)\s+(?:only|just)|(?:only|just)\s+(?:keep|use))\s+(?:the\s+)?(?P<value>.*\d.*)$",
        lambda found, read: Ask(Wish.NUMBERS, read.meant(found["value"]), number=1),
    ),
    rule(rf"^(?:keep|leave)\s+(?:only |just )(?:the\s+)?(?P<count>{COUNT})$", counted(Wish.NUMBERS)),
    rule(rf"^{FEWER}\s+(?:the\s+)?{DET}{METRICS}", plain(Wish.NUMBERS, number=1)),
    rule(rf"^{NO}\s+{DET}{METRICS}(?!\s+(?:\S*\d|{QUOTE}))", unless_absent(Wish.NUMBERS)),
    rule(rf"^{ADD}\s+(?:{COUNT}\s+)?{DET}{_METRIC_ADJ}{METRICS}$", Wish.ADD_NUMBER),
    rule(
        r"^(?:keep|leave|preserve|retain|maintain)\s+(?:the|this|that|your|our|these|those|all|everything|it as|as)\b",
        Wish.LEAVE,
    ),
    # calls to action
    rule(
        rf"^(?:missing|where(?: is|['’]s)|there(?: is|['’]s) no|lacks?|has no)\s+{DET}(?P<value>){CALL}|{CALL} is "
        rf"missing",
        Wish.CALL,
    ),
    rule(rf"^{NO}\s+{DET}{CALL}", unless_absent(Wish.NO_CALL)),
    rule(
        rf"^(?:change|replace|update|set|make|rewrite|rephrase|improve|strengthen|swap|edit)\s+{DET}{CALL}"
        r"(?:\s*(?:to|with|into|say|read|:))?(?P<value>.*)$",
        call("change"),
    ),
    rule(rf"(?:stronger|clearer|better|different|another|new)\s+(?P<value>){CALL}", plain(Wish.CALL, other="change")),
    rule(rf"^(?:use\s+)(?P<value>{QUOTE})\s+(?:as|for)\s+(?:the\s+)?{CALL}", call("change")),
    rule(rf"^add\s+(?P<value>{QUOTE})\s+as\s+(?:a\s+|the\s+)?{CALL}", call()),
    rule(rf"^(?:{ADD}\s+)?{DET}{CALL}(?!\s+(?:is|are|was)\b)(?P<value>.*)$", call()),
    # hashtags and emoji
    rule(rf"^{FEWER}\s+(?P<count>){DET}{HASHTAGS}", plain(Wish.NO_HASHTAGS, other="fewer")),
    rule(rf"^{NO}\s+{DET}{HASHTAGS}(?!\s+#)", unless_absent(Wish.NO_HASHTAGS)),
    rule(
        rf"^(?:{ADD}\s+)?(?:{_ONLY}\s+)?(?P<count>{COUNT}\s+)?{DET}{HASHTAGS}(?!\s+(?:is|are))[:\s]*(?P<value>.*)$",
        tagged(Wish.HASHTAGS),
    ),
    rule(
        r"^(?:add|include|use|put|insert|append|with)?\s*(?P<count>)(?P<value>#\w+(?:\s+#\w+)*)$", tagged(Wish.HASHTAGS)
    ),
    rule(rf"^{FEWER}\s+{DET}{EMOJI}", plain(Wish.NO_EMOJI, other="fewer")),
    rule(rf"^{NO}\s+{DET}{EMOJI}", unless_absent(Wish.NO_EMOJI)),
    rule(
        rf"^(?:{ADD}\s+)?(?:{_ONLY}\s+)?(?P<count>{COUNT}\s+)?{DET}{EMOJI}(?!\s+(?:is|"
        rf"are))[:\s]*(?P<value>{_SIGN}*).*$",
        tagged(Wish.EMOJI),
    ),
    rule(rf"^(?:add|include|use|put|insert|append|with)\s+{DET}(?P<count>)(?P<value>{_SIGN}+)$", tagged(Wish.EMOJI)),
    rule(rf"^(?:{NO}|{FEWER})\s+{DET}{EXCLAMATION}", Wish.NO_EXCLAMATION),
    # questions, openings, titles
    rule(r"^(?:open|start|begin|lead)\b.*\bquestion", plain(Wish.HOOK, other="question")),
    rule(rf"^{NO}\s+{DET}questions?\b(?!\s+(?:about|on))", unless_absent(Wish.NO_QUESTION)),
    rule(
        rf"^(?:{ADD}|end|finish|close)\s+.{{0,40}}?\bquestion\b(?!\s+(?:about|on|regarding))"
        r"|^(?:(?:(?:a|one|another|some) )?questions?(?: at the end)?$|ask (?:the )?(?:readers?|people|them|audience))",
        question,
    ),
    rule(
        rf"(?:(?:shorte\w*|longer|trim|lengthen)\b.*\b{SCOPED}|\b{SCOPED}\s+(?:shorter|longer)$)",
        lambda _found, _read: None,
    ),
    rule(
        rf"^(?:start|open|begin|lead)(?: off)?\s+with\s+(?P<value>{QUOTE}.*)$|^(?:change|replace|set)\s+(?:the\s+)?"
        rf"{_HOOK}\s+(?:to|with)\s+(?P<new>{QUOTE}.*)$",
        lambda found, read: Ask(Wish.HOOK, read.meant(found["value"] or found["new"])),
    ),
    *(rule(pattern, valued(Wish.LEAD)) for pattern in _IN_FRONT),
    rule(
        rf"\b{_BETTER}\w*\b.*\b{_HOOK}|^(?:add|need|write)?\s*(?:a|some|an)\s+(?:\w+\s+)?(?:hook|opening|opener)$|"
        rf"\b{_HOOK}.*\b{_BETTER}",
        Wish.HOOK,
    ),
    rule(rf"^{NO}\s+(?:the\s+|any\s+)?{TITLE}$", plain(Wish.REMOVE, value="title")),
    rule(
        rf"^(?:change|replace|set|make|use|call|rename|update|give)\s+{DET}{TITLE}\s*(?:to|with|as|into|say|read|"
        rf":)?\s*(?P<value>.+)$",
        valued(Wish.TITLE),
    ),
    rule(rf"^{DET}{TITLE}\s*(?:should (?:be|read|say)|:|=)\s*(?P<value>.+)$", valued(Wish.TITLE)),
    rule(rf"^use\s+(?P<value>{QUOTE})\s+(?:as|for)\s+(?:the\s+|a\s+)?{TITLE}", valued(Wish.TITLE)),
    rule(
        rf"^add\s+{DET}{TITLE}\s*:?\s*(?P<value>.*)$",
        lambda found, read: Ask(Wish.TITLE, read.meant(found["value"]), "add"),
    ),
    # layout
    rule(rf"^{NO}\s+{DET}{BULLETS}$", unless_absent(Wish.NO_BULLETS)),
    rule(
        rf"^(?:{ADD}|turn\b.*into|as|into|in|convert\b.*to|format\b.*as|"
        rf"list)?\s*{DET}(?:numbered\s+)?(?:bullet\S*(?: \w+)?|list)$",
        Wish.BULLETS,
    ),
    rule(r"\b(?:one|a single|single) paragraph\b", Wish.ONE_PARAGRAPH),
    rule(rf"^{NO}\s+{DET}(?:{BREAKS}|paragraphs?\b$)", Wish.NO_BREAKS),
    rule(
        rf"\b(?:split|break|more|add|use|shorter|into|in|separate)\b.*\b(?:paragraphs|{BREAKS}|white ?space)",
        Wish.PARAGRAPHS,
    ),
    rule(r"\bshort(?:er)? (?:sentences|words)\b", Wish.SIMPLER),
    rule(r"\bbritish|\b(?:uk|gb) (?:english|spelling)", Wish.BRITISH),
    rule(r"\bamerican (?:english|spelling)|\bus (?:english|spelling)", Wish.AMERICAN),
)
