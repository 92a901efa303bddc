"""The first draft: the brief's facts among sentences of the writer's own, in the form of the kind."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hitl.domain import Brief, Kind
from hitl.writer.offline.text import listing, metrics, sentence
from hitl.writer.offline.topic import Story, read_story
from hitl.writer.offline.words import FORMAL, PLAIN, VOICES, X_MINUTE, X_QUESTIONS, X_QUESTIONS_PLAIN, Voice

_LONGEST_TITLE = 110
_LONGEST_SUBJECT = 78
_MANY_FACTS = 4


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


def compose(brief: Brief) -> tuple[str, Story]:
    """The first draft of a brief, and the story that was read in it."""
    story = read_story(brief)
    told = "\n".join((story.point, *story.facts, *story.fragments))
    draft = Draft(brief, story, voice_of(brief), len(metrics(told)))
    return _FORMS[brief.kind](draft), story


def voice_of(brief: Brief) -> Voice:
    """The voice that a brief's tone calls for; a press release without a tone is formal."""
    tone = brief.tone.lower()
    for voice, stems in VOICES:
        if any(word.startswith(stems) for word in tone.replace("-", " ").split()):
            return voice
    return FORMAL if brief.kind is Kind.PRESS else PLAIN


def _post(draft: Draft) -> str:
    return _paragraphs(_opening(draft), *_body(draft))


def _blog(draft: Draft) -> str:
    title, opening = _titled(draft)
    return _paragraphs("# " + title, opening, *_body(draft))


def _newsletter(draft: Draft) -> str:
    title, opening = _titled(draft)
    if draft.story.form == "subject":
        title = _bare(draft.story.point)
    return _paragraphs("In this issue: " + title, draft.voice.greeting, opening, *_body(draft))


def _press(draft: Draft) -> str:
    title, opening = _titled(draft)
    lead = "FOR IMMEDIATE RELEASE – Released today to the press, to partners and to customers."
    return _paragraphs(title, lead, opening, *_body(draft))


def _email(draft: Draft) -> str:
    point = _bare(draft.story.point)
    subject = point if len(point) <= _LONGEST_SUBJECT else point[: _LONGEST_SUBJECT - 1].rpartition(" ")[0] + "…"
    return _paragraphs(
        "Subject: " + subject, draft.voice.greeting, _opening(draft), *_body(draft), draft.voice.sign_off
    )


def _x(draft: Draft) -> str:
    """As many of the parts as fit, the facts before the writer's own words."""
    story, limit = draft.story, draft.brief.character_limit or 280
    facts = [
        *map(sentence, story.facts),
        *([draft.voice.also.replace("§", listing(story.fragments))] if story.fragments else []),
    ]
    counted = max(0, 2 - draft.counted)
    own = ([X_QUESTIONS] if counted else [X_QUESTIONS_PLAIN]) + [X_MINUTE] * (counted == 2)
    readers = [draft.voice.audience.replace("§", draft.brief.audience.strip())] if draft.brief.audience.strip() else []
    chosen = [_hook(draft)]
    for part in (*facts, *own, *readers):
        if part in facts or len("\n\n".join((*chosen, part))) <= limit:
            chosen.append(part)
    return _paragraphs(*chosen)


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
    """A title and an opening that does not repeat it."""
    point = _bare(draft.story.point)
    if len(point) > _LONGEST_TITLE:
        return "The news in short", _opening(draft)
    if draft.story.form == "subject":
        return _hook(draft).rstrip("."), _readers(draft)
    return point, _follow(draft)


def _opening(draft: Draft) -> str:
    """The hook and what follows it, as two paragraphs."""
    follow = _readers(draft) if draft.story.form == "subject" else _follow(draft)
    return _paragraphs(_hook(draft), follow)


def _hook(draft: Draft) -> str:
    """The point as a first sentence."""
    if draft.story.form == "subject":
        return draft.pick(draft.voice.hooks).replace("§", draft.story.point.rstrip(".,;"))
    return sentence(draft.story.point)


def _follow(draft: Draft) -> str:
    """What comes after a point that is a sentence of its own."""
    line = draft.voice.answers if draft.story.form == "question" else draft.pick(draft.voice.follows)
    return _line(line, _readers(draft))


def _readers(draft: Draft) -> str:
    """Whom the text is for, and how long it takes where the brief has no number of its own."""
    audience = draft.brief.audience.strip().rstrip(".")
    return _line(
        draft.voice.audience.replace("§", audience) if audience else "",
        draft.voice.minute if draft.counted == 0 else "",
    )


def _body(draft: Draft) -> list[str]:
    """The facts, then as much of the writer's own as they leave room for."""
    voice, story = draft.voice, draft.story
    questions = voice.questions_counted if draft.counted < 2 else voice.questions
    own = [_line(questions, draft.pick(voice.body))]
    if len(story.facts) + len(story.fragments) >= _MANY_FACTS and draft.counted >= 2:
        own = []
    return [" ".join(map(sentence, story.facts)), _fragments(draft), *own, draft.pick(voice.closes)]


def _fragments(draft: Draft) -> str:
    """Facts that are no sentences: one or two in a sentence, more as a list."""
    fragments = draft.story.fragments
    if not fragments:
        return ""
    if len(fragments) < 3:
        return draft.voice.also.replace("§", listing(fragments))
    return "\n".join((draft.voice.facts, *("- " + fragment for fragment in fragments)))


def _bare(point: str) -> str:
    return point.rstrip(".") if not point.endswith("...") else point


def _line(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _paragraphs(*paragraphs: str) -> str:
    return "\n\n".join(filter(None, paragraphs))
