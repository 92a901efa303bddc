"""Which revision brought each part of a text, and how each sentence read before.

The texts are followed from the first to the last. A whole sentence that stood in any earlier text keeps
its origin, wherever it stands now; of other sentences, what `hitl.diff` finds unchanged and phrases that
moved. The work is one comparison a revision, of the sentences that changed.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, islice
from operator import itemgetter

from hitl.diff import compare, similar, tokens
from hitl.domain import Revision
from hitl.errors import NotFound
from hitl.sentences import body, split

_PHRASE = 4
"""Words in a row that are taken for a phrase that moved; fewer meet by chance."""


@dataclass(frozen=True)
class Origin:
    """A part of a text, and the number of the revision that brought it."""

    text: str
    revision: int


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
    """The words of a sentence, from where they first stood: that revision, and each character's origin."""

    revision: int
    origins: list[int]


@dataclass(frozen=True)
class _Place:
    """A sentence in a text. Its words are `text[start:end]`; `head` holds the origins of the marker before them."""

    text: str
    start: int
    end: int
    wording: _Wording
    head: list[int]

    @property
    def origins(self) -> list[int]:
        """The origin of each character; the blanks at the end are as old as what they follow."""
        found = self.head + self.wording.origins
        last = found[-1] if found else self.wording.revision
        return found + [last] * (len(self.text) - self.end)


_Places = list[_Place]
_Known = defaultdict[str, list[_Wording]]


def blame(revisions: Sequence[Revision], number: int | None = None) -> list[Origin]:
    """The parts of the text of revision `number` (the last if None), each with the revision that brought it.

    The parts join to the text and neighbours differ in revision. Raises `NotFound` for a number that is
    not there.
    """
    _, texts = _followed(revisions, number)
    pairs = ((char, origin) for place in texts[-1] for char, origin in zip(place.text, place.origins, strict=True))
    runs = groupby(pairs, key=itemgetter(1))
    return [Origin("".join(char for char, _ in run), origin) for origin, run in runs]


def sentences(revisions: Sequence[Revision], number: int | None = None) -> list[Sentence]:
    """The sentences of the text of revision `number` (the last if None); they join to the text.

    A sentence is as old as its wording: one that moved, or came back later in the same words, keeps its
    first revision; one of which a word was changed or left out gets the revision that did so.
    """
    numbers, texts = _followed(revisions, number)
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


def _followed(revisions: Sequence[Revision], number: int | None) -> tuple[list[int], list[_Places]]:
    """The numbers and the texts of the revisions up to `number`, in order, after no text at all."""
    ordered = sorted(revisions, key=lambda revision: revision.number)
    if number is not None:
        ordered = [revision for revision in ordered if revision.number <= number]
        if not ordered or ordered[-1].number != number:
            raise NotFound(f"There is no revision {number}.")
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

    A sentence in a known wording is as old as that. Only the others are compared, with those of the old
    text that are gone.
    """
    pieces = [(sentence, *body(sentence)) for sentence in split(revision.text)]
    wordings = _recognised(old, [text[start:end] for text, start, end in pieces], known)
    standing = set(wordings)
    gone = [place for place in old if place.wording not in standing]
    new = "".join(text for (text, _, _), wording in zip(pieces, wordings, strict=True) if wording is None)
    fresh = iter(_compared(gone, new, revision.number))
    heads = {place.wording: (place.text[: place.start], place.head) for place in old}
    places = []
    for (text, start, end), wording in zip(pieces, wordings, strict=True):
        marker, head = heads.get(wording, ("", [])) if wording else ("", [])
        if wording is None:
            origins = _with_marks(text, list(islice(fresh, len(text))), revision.number)
            wording, head = _Wording(revision.number, origins[start:end]), origins[:start]
            known[text[start:end]].append(wording)
        elif marker != text[:start]:
            head = [revision.number] * start
        places.append(_Place(text, start, end, wording, head))
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


def _compared(gone: _Places, new: str, number: int) -> list[int]:
    """The origin of each character of the new sentences, which took the place of those that are gone."""
    old_origins = [origin for place in gone for origin in place.origins]
    origins: list[int] = []
    words: dict[str, list[tuple[str, int]]] = {"delete": [], "insert": []}
    at = 0
    for change in compare("".join(place.text for place in gone), new):
        size = len(change.text)
        if change.kind == "same":
            origins += old_origins[at : at + size]
        else:
            found = [*tokens(change.text), ""]
            start = at if change.kind == "delete" else len(origins)
            words[change.kind] += zip(found, accumulate(map(len, found), initial=start), strict=False)
            origins += [number] * size * (change.kind == "insert")
        at += size * (change.kind != "insert")
    for new_at, old_at, size in _moved(words["delete"], words["insert"]):
        origins[new_at : new_at + size] = old_origins[old_at : old_at + size]
    return origins


def _with_marks(text: str, origins: list[int], number: int) -> list[int]:
    """The origins of a new sentence, where marks and blanks are new too if no word is older."""
    older = any(origin != number and char.isalnum() for char, origin in zip(text, origins, strict=True))
    return origins if older else [number] * len(text)


def _moved(gone: Sequence[tuple[str, int]], came: Sequence[tuple[str, int]]) -> Iterator[tuple[int, int, int]]:
    """The phrases that went in one place and came in another: start in the new text, in the old, size.

    Both are tokens, blanks too, with their places; "" stands between two changes.
    """
    first: dict[tuple[str, ...], int] = {}
    for k, phrase in _phrases(gone):
        first.setdefault(phrase, k)
    done = 0
    for k, phrase in _phrases(came):
        i = first.get(phrase, -1)
        if k < done or i < 0:
            continue
        done = k
        while i < len(gone) and done < len(came) and came[done][0] == gone[i][0] != "":
            yield came[done][1], gone[i][1], len(gone[i][0])
            done, i = done + 1, i + 1


def _phrases(words: Sequence[tuple[str, int]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each run of four words with the place of the first; a run never crosses from one change into another."""
    places = [k for k, (token, _) in enumerate(words) if not token or token[0].isalnum()]
    for run in zip(*(places[n:] for n in range(_PHRASE)), strict=False):
        phrase = tuple(words[k][0] for k in run)
        if all(phrase):
            yield run[0], phrase


def _before(old: _Places, new: _Places, number: int) -> dict[_Wording, str]:
    """For the wordings that revision `number` brought to `new`: the sentence of `old` that each was made from."""
    standing = {place.wording for place in new}
    gone = [place.text.strip() for place in old if place.wording not in standing]
    came = [place for place in new if place.wording.revision == number]  # the others came back
    alike = similar(dict(enumerate(map(tokens, gone))), {k: tokens(place.text) for k, place in enumerate(came)})
    return {came[k].wording: gone[i] for i, k in sorted(alike, key=lambda pair: (alike[pair], -pair[0]))}
