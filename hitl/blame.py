"""Which revision brought each sentence of a text, and how it read before.

The texts are followed from the first to the last: a sentence that stood in any earlier text keeps its origin,
wherever it stands now.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hitl.diff import similar, tokens
from hitl.domain import Revision
from hitl.sentences import body, split


@dataclass(frozen=True)
class Sentence:
    """A sentence with the blanks after it, and the number of the revision in which it got its present wording.

    `before` is the sentence of the revision just before that one which it was made from, without the
    blanks around it; empty if it was new. `returned` is the revision in which it came back, if it was gone
    since; else 0.
    """

    text: str
    revision: int
    before: str
    returned: int = 0


@dataclass(frozen=True, eq=False)
class _Wording:
    """The words of a sentence, and the revision in which they first stood so."""

    revision: int


@dataclass(frozen=True)
class _Place:
    """A sentence in a text. Its words are `text[start:end]`, between a marker and the blanks behind."""

    text: str
    start: int
    end: int
    wording: _Wording


_Places = list[_Place]
_Known = defaultdict[str, list[_Wording]]


def sentences(revisions: Sequence[Revision]) -> list[Sentence]:
    """The sentences of the text of the last revision; they join to the text.

    A sentence is as old as its wording: one that moved, or came back later in the same words, keeps its
    first revision; one of which a word was changed or left out gets the revision that did so.
    """
    numbers, texts = _followed(revisions)
    before: dict[_Wording, str] = {}
    for revision in {place.wording.revision for place in texts[-1]}:
        at = numbers.index(revision)
        before |= _before(texts[at - 1], texts[at], revision)
    returned = _returned(numbers, texts)
    return [
        Sentence(p.text, p.wording.revision, before.get(p.wording, ""), returned.get(p.wording, 0)) for p in texts[-1]
    ]


def _returned(numbers: Sequence[int], texts: Sequence[_Places]) -> dict[_Wording, int]:
    """For the wordings of the last text that had been gone: the revision since which they have stood in all texts."""
    standing = {place.wording for place in texts[-1]}
    since: dict[_Wording, int] = {}
    for number, text in zip(reversed(numbers), reversed(texts), strict=True):
        standing &= {place.wording for place in text}
        since |= dict.fromkeys(standing, number)
    return {wording: number for wording, number in since.items() if number > wording.revision}


def _followed(revisions: Sequence[Revision]) -> tuple[list[int], list[_Places]]:
    """The numbers and the texts of the revisions, in order, after no text at all."""
    ordered = sorted(revisions, key=lambda revision: revision.number)
    texts: list[_Places] = [[]]
    known: _Known = defaultdict(list)
    seen: dict[str, _Places] = {"": []}
    for revision in ordered:
        if revision.text not in seen:
            seen[revision.text] = _next(texts[-1], revision, known)
        texts.append(seen[revision.text])
    return [0, *(revision.number for revision in ordered)], texts


def _next(old: _Places, revision: Revision, known: _Known) -> _Places:
    """The text of a revision, followed from the text before it; its new wordings are added to the known ones.

    A sentence in a known wording is as old as that.
    """
    pieces = [(sentence, *body(sentence)) for sentence in split(revision.text)]
    wordings = _recognised(old, [text[start:end] for text, start, end in pieces], known)
    places = []
    for (text, start, end), wording in zip(pieces, wordings, strict=True):
        if wording is None:
            wording = _Wording(revision.number)
            known[text[start:end]].append(wording)
        places.append(_Place(text, start, end, wording))
    return places


def _recognised(old: _Places, sentences: Sequence[str], known: _Known) -> list[_Wording | None]:
    """The known wording of each sentence, None if it has none; as often as it stood in one text, not more.

    What stands unchanged at the beginning and the end of the text comes first, then what is oldest.
    """
    found: list[_Wording | None] = [None] * len(sentences)
    room = min(len(old), len(sentences))
    words = [place.text[place.start : place.end] for place in old]
    start = next((k for k in range(room) if words[k] != sentences[k]), room)
    end = next((k for k in range(room - start) if words[-1 - k] != sentences[-1 - k]), room - start)
    found[:start] = [place.wording for place in old[:start]]
    found[len(found) - end :] = [place.wording for place in old[len(old) - end :]]
    taken = set(found)
    free: dict[str, Iterator[_Wording]] = {}
    for k in range(start, len(found) - end):
        wordings = free.setdefault(sentences[k], iter(known.get(sentences[k], ())))
        found[k] = next((wording for wording in wordings if wording not in taken), None)
    return found


def _before(old: _Places, new: _Places, number: int) -> dict[_Wording, str]:
    """For the wordings that revision `number` brought to `new`: the sentence of `old` that each was made from."""
    standing = {place.wording for place in new}
    gone = [place.text.strip() for place in old if place.wording not in standing]
    came = [place for place in new if place.wording.revision == number]  # the others came back
    alike = similar(dict(enumerate(map(tokens, gone))), {k: tokens(place.text) for k, place in enumerate(came)})
    return {came[k].wording: gone[i] for i, k in sorted(alike, key=lambda pair: (alike[pair], -pair[0]))}
