"""The built-in writer: no language model, no network; a revision is exactly what was asked for, or says what is not."""

import re
import time
from dataclasses import dataclass
from pathlib import Path

from hitl.domain import Brief, Kind, visible
from hitl.facts import all_numbers
from hitl.sentences import join, units
from hitl.settings import OFFLINE_MODEL
from hitl.writer.builtin_asks import DATA, PATTERNS, is_order, read
from hitl.writer.builtin_edits import NotDone, Sheet, language, leans, shorten
from hitl.writer.faults import failed
from hitl.writing import Assignment, Writing, Written

_LONGEST, _LONGEST_TITLE = 4.0, 90


@dataclass(frozen=True)
class BuiltInWriter:
    """A `Writer` that pauses `pause` seconds between words, and never more than four seconds in all."""

    pause: float = 0.02

    def __call__(self, assignment: Assignment) -> Writing:
        """Yield the text word by word, and return it. Raises `DraftFailed` at once where there is nothing to do."""
        brief, draft, asked = assignment.brief, assignment.draft, "".join(assignment.feedback[-1:])
        text, notes = revised(brief, draft, asked) if draft else first_draft(brief)
        words = re.findall(r"\A\s+|\S+\s*", text)
        most = max(int(min(_LONGEST, assignment.seconds / 2) / self.pause), 1) if self.pause else 1
        for start in range(0, len(words), size := -(-len(words) // most)):
            yield "".join(words[start : start + size])
            time.sleep(self.pause)
        return Written(text, model=OFFLINE_MODEL, notes=tuple(notes))


def example(kind: Kind) -> tuple[Brief, str]:
    """A brief, and a text that somebody wrote for it, to try the loop on."""
    path = Path(__file__).parent / "examples" / f"{kind.value.lower().replace(' ', '-')}.md"
    topic, _, text = path.read_text(encoding="utf-8").partition("\n\n")
    return Brief(topic, kind), text.rstrip("\n")


def revised(brief: Brief, draft: str, feedback: str) -> tuple[str, list[str]]:
    """The draft with all that was asked for and can be done exactly, and a note on each clause of the feedback."""
    sheet, asks, notes = Sheet(brief, draft), read(feedback), dict[int, str]()
    for k in sorted(range(len(asks)), key=lambda k: [*DATA["order"]].index(asks[k].wish)):
        try:
            notes[k] = sheet.carry_out(asks[k])
        except NotDone as reason:
            notes[k] = f"Not done: “{asks[k].clause}” ({reason})."
    told = [notes[k] for k in sorted(notes)]
    if sheet.text == draft:
        raise failed("nothing_done", notes=" ".join(told) or "The feedback asks for no change.")
    return sheet.text, told


def first_draft(brief: Brief) -> tuple[str, list[str]]:
    """The brief's own sentences in the shape of its kind, and notes on what was left out."""
    musts = [must.strip() for must in brief.must_haves if must.strip() not in brief.topic]
    parts = units("\n\n".join((brief.topic.rstrip(), *musts)))
    orders = [part.words for part in parts if is_order(part.words)]
    text = join(parts, {k for k, part in enumerate(parts) if part.words not in orders}).strip()
    text = text or next(filter(None, map(_subject, orders)), "")
    if not visible(text):
        raise failed("nothing_to_write")
    whole = _shaped(brief, text)
    limit = brief.character_limit or len(whole)
    short = shorten(whole, len, limit, musts)
    notes = ["Made of the brief's own words; a language model would write the rest."]
    notes += [f"Read as an instruction: “{words.strip()}”" for words in orders]
    notes += [f"Sentences were left out to keep to {limit:,} characters."] * (short != whole)
    return short, notes + [f"It has {len(short):,} characters; {limit:,} are allowed."] * (len(short) > limit)


def _subject(words: str) -> str:
    asked = PATTERNS["subject"].fullmatch(" ".join(words.split()).rstrip(".!?"))
    return asked["said"][:1].upper() + asked["said"][1:] if asked else ""


def _shaped(brief: Brief, text: str) -> str:
    """A text with what its kind has around it; its first line, or a short first sentence, is the title."""
    text += "." * bool(PATTERNS["statement"].fullmatch(text))
    parts, frame = units(text), DATA["frame"][language(brief, text)]
    if brief.kind is Kind.LINKEDIN and "\n" not in text:
        return "".join((" " if leans(part) else "\n\n") + part.words for part in parts).strip()
    if brief.kind not in frame:
        return text
    title, rest = re.sub(r"\A#+ |[.:]\Z", "", parts[0].words), text[len(parts[0].raw) :]
    if parts[0].sort == "sentence" and (len(title) > _LONGEST_TITLE or not rest or all_numbers(title)):
        title, rest = frame["title"], text
    elif rest and (leans(parts[1]) or (brief.kind is Kind.EMAIL and parts[0].sort == "sentence")):
        rest = text
    framed = str(frame[brief.kind]).replace("{title}", title).replace("{text}", rest or frame["text"])
    return re.sub(r"– (?=[-*•] )", "–\n\n", framed)
