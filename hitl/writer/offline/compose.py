"""The first draft: the brief's facts first, then what little the writer has to add, in the form of the kind."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hitl.domain import Brief, Kind
from hitl.writer.offline.sheet import CONTACT
from hitl.writer.offline.text import listing, metrics, sentence
from hitl.writer.offline.topic import Story, is_statement, read_story
from hitl.writer.offline.words import ASKING, FORMAL, PLAIN, VOICES, Voice

_LONGEST_TITLE = 110
_LONGEST_SUBJECT = 78
_MANY_FRAGMENTS = 3
_RICH_POINT = 25
_LABELLED = re.compile(r"[^.!?:\n]{1,40}:\s+\S.{0,120}")
_PEOPLE = re.compile(
    r"(?:(?:our|the|all)\s+)?(?P<who>(?:[\w-]+\s+){0,2}(?:[\w-]{3,}s|people|staff|everyone|women|men|children|alumni))",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"(?:[,;:]|\s[–—-]|(?=\s(?:while|because|which|so|after|before|until|when|and)\b))\s", re.IGNORECASE
)


@dataclass(frozen=True)
class Draft:
    """What a first draft is made from. `counted` is how many numbers the brief brings."""

    brief: Brief
    story: Story
    voice: Voice
    counted: int

    def pick(self, choices: Sequence[str]) -> str:
        """One of the choices, always the same for the same topic."""
        digest = hashlib.sha256(self.brief.topic.encode(errors="replace")).digest()
        return choices[digest[0] % len(choices)]

    @property
    def audience(self) -> str:
        """The readers, as the brief names them."""
        return self.brief.audience.strip().rstrip(".")

    @property
    def rich(self) -> bool:
        """True when the brief has enough to say without the writer."""
        details = len(self.story.details)
        return details > 1 or (details == 1 and self.counted > 1) or len(self.story.point.split()) > _RICH_POINT


def compose(brief: Brief) -> tuple[str, Story]:
    """The first draft of a brief, and the story that was read in it."""
    story = read_story(brief)
    draft = Draft(brief, story, voice_of(brief), len(metrics("\n".join(story.told))))
    return _FORMS[brief.kind](draft), story


def voice_of(brief: Brief) -> Voice:
    """The voice that a brief's tone calls for; a press release without a tone is formal."""
    tone = brief.tone.lower()
    for voice, stems in VOICES:
        if any(word.startswith(stems) for word in tone.replace("-", " ").split()):
            return voice
    return FORMAL if brief.kind is Kind.PRESS else PLAIN


def _post(draft: Draft) -> str:
    return _paragraphs(draft.story.greeting, _hook(draft), _readers(draft), *_body(draft), _close(draft), _lines(draft))


def _blog(draft: Draft) -> str:
    title, opening = _titled(draft)
    return _paragraphs(
        "# " + title, draft.story.greeting, opening, _readers(draft), *_body(draft), _close(draft), _lines(draft)
    )


def _newsletter(draft: Draft) -> str:
    title, opening = _titled(draft)
    greeting, readers = _greeting(draft)
    return _paragraphs(
        "In this issue: " + title, greeting, opening, readers, *_body(draft), _close(draft), _lines(draft)
    )


def _press(draft: Draft) -> str:
    title, opening = _titled(draft)
    return _paragraphs(
        "FOR IMMEDIATE RELEASE",
        title,
        draft.story.greeting,
        opening,
        _readers(draft),
        *_body(draft),
        _close(draft),
        _lines(draft),
    )


def _email(draft: Draft) -> str:
    greeting, readers = _greeting(draft)
    return _paragraphs(
        "Subject: " + _headline(draft.story.point, _LONGEST_SUBJECT),
        greeting,
        _hook(draft),
        readers,
        *_body(draft),
        _close(draft),
        _lines(draft),
        draft.voice.sign_off,
    )


def _x(draft: Draft) -> str:
    """The facts, and as much of the writer's own words as there is room for."""
    limit = draft.brief.character_limit or 280
    chosen = [part for part in (draft.story.greeting, _hook(draft), _details(draft), _also(draft)) if part]
    lines = _lines(draft)
    for part in (*_own(draft), _close(draft), _readers(draft)):
        if part and len("\n\n".join(filter(None, (*chosen, part, lines)))) <= limit:
            chosen.append(part)
    return _paragraphs(*chosen, lines)


_FORMS: dict[Kind, Callable[[Draft], str]] = {
    Kind.LINKEDIN: _post,
    Kind.X: _x,
    Kind.BLOG: _blog,
    Kind.NEWSLETTER: _newsletter,
    Kind.PRESS: _press,
    Kind.EMAIL: _email,
    Kind.FREE: _post,
}


def _titled(draft: Draft) -> tuple[str, str]:
    """A title, and an opening where the title does not say it all."""
    point = _bare(draft.story.point)
    if len(point) > _LONGEST_TITLE:
        return _headline(point, _LONGEST_TITLE), _hook(draft)
    if draft.story.form == "subject" and not draft.story.details:
        return _bare(_hook(draft)), ""
    return point, ""


def _headline(point: str, most: int) -> str:
    """The point as a line: cut where a clause ends if it is longer than that, else between words."""
    point = _bare(" ".join(point.split()))
    if len(point) <= most:
        return point
    clauses = [found.start() for found in _BREAK.finditer(point[:most]) if found.start() > most // 3]
    return point[: clauses[-1]] if clauses else (point[: most - 1].rpartition(" ")[0] or point[: most - 1]) + "…"


def _hook(draft: Draft) -> str:
    """The point as a first sentence."""
    if draft.story.form != "subject":
        return sentence(draft.story.point)
    hook = draft.voice.detailed if draft.story.details else draft.pick(draft.voice.hooks)
    return hook.replace("§", draft.story.point.rstrip(".,;"))


def _readers(draft: Draft) -> str:
    """Whom the text is for."""
    return draft.voice.audience.replace("§", draft.audience) if draft.audience else ""


def _greeting(draft: Draft) -> tuple[str, str]:
    """One greeting, to the readers where they can be greeted, and a sentence about them where not."""
    if draft.story.greeting:
        return draft.story.greeting, ""
    people = _PEOPLE.fullmatch(draft.audience)
    return (f"Dear {people['who']},", "") if people else (draft.voice.greeting, _readers(draft))


def _body(draft: Draft) -> list[str]:
    """The details, then something of the writer's own where they are few."""
    return [_details(draft), _also(draft), " ".join(_own(draft))]


def _own(draft: Draft) -> list[str]:
    """Sentences of the writer's own, for a brief that says little."""
    voice, form = draft.voice, draft.story.form
    if draft.rich:
        return []
    if draft.counted > 1 and form == "statement":
        return [voice.figures]
    asking = (voice.questions if draft.counted > 1 else voice.questions_counted).replace("§", ASKING[form])
    return [asking, voice.answers if form == "question" else draft.pick(voice.body)]


def _close(draft: Draft) -> str:
    """A last sentence, with as many digits as the text still lacks."""
    lacking = max(0, 2 - draft.counted - (not draft.rich))
    return (draft.pick(draft.voice.closes), draft.voice.close_one, draft.voice.close_two)[lacking]


def _details(draft: Draft) -> str:
    """What the brief says besides its point, in its order: sentences in a paragraph, many fragments as a list."""
    blocks: list[str] = []
    for fragments, run in _runs([words for words in draft.story.details if not _is_line(words)]):
        if fragments and len(run) >= _MANY_FRAGMENTS:
            blocks.append("\n".join((draft.voice.facts, *("- " + words for words in run))))
        elif blocks and not blocks[-1].startswith(draft.voice.facts):
            blocks[-1] += " " + " ".join(map(sentence, run))
        else:
            blocks.append(" ".join(map(sentence, run)))
    return "\n\n".join(blocks)


def _runs(details: Sequence[str]) -> list[tuple[bool, list[str]]]:
    """Neighbours that are all fragments, or all sentences."""
    runs: list[tuple[bool, list[str]]] = []
    for words in details:
        fragment = not (is_statement(words) or words.endswith("?"))
        if runs and runs[-1][0] == fragment:
            runs[-1][1].append(words)
        else:
            runs.append((fragment, [words]))
    return runs


def _also(draft: Draft) -> str:
    """The must-haves that are no lines of their own: sentences as they are, the rest in one sentence."""
    musts = [must for must in draft.story.musts if not _is_must_line(must)]
    told = [sentence(must) if must[:1].isupper() else "Please note: " + must for must in musts if is_statement(must)]
    rest = listing([must for must in musts if not is_statement(must)])
    also = draft.voice.also.replace("§.", rest + "." * (rest[-1:] not in ".!?…")) if rest else ""
    closed = [words + "." * (words[-1:].isalnum() or words[-1:] == ">") for words in told]
    return " ".join(filter(None, (*closed, also)))


def _lines(draft: Draft) -> str:
    """What stands below the text in lines of its own, such as "Contact: press@example.org"."""
    return "\n".join((*filter(_is_line, draft.story.details), *filter(_is_must_line, draft.story.musts)))


def _is_line(words: str) -> bool:
    return bool(CONTACT.fullmatch(words))


def _is_must_line(must: str) -> bool:
    return bool(CONTACT.fullmatch(must) or _LABELLED.fullmatch(must))


def _bare(point: str) -> str:
    return point.rstrip(".") if not point.endswith("...") else point


def _paragraphs(*paragraphs: str) -> str:
    return "\n\n".join(filter(None, paragraphs))
