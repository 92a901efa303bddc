"""The way that a review took through the loop: how often each arrow of the graph, and where it stands now."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from hitl.audit import Record
from hitl.story.reading import count, words
from hitl.trail import counted

Node = Literal["start", "draft", "review", "amend", "finalize", "end"]
Arrow = tuple[Node, Node]

ARROWS: tuple[Arrow, ...] = (
    ("start", "draft"),
    ("start", "review"),
    ("draft", "review"),
    ("draft", "finalize"),
    ("review", "draft"),
    ("review", "amend"),
    ("review", "finalize"),
    ("amend", "review"),
    ("finalize", "end"),
)
"""All ways that the loop has. A review that begins with the editor's own text goes to the editor at once."""

NODES: dict[Node, str] = {
    "start": "Start",
    "draft": "The writer drafts",
    "review": "The editor decides",
    "amend": "The editor’s own text",
    "finalize": "The text is kept",
    "end": "End",
}
"""The nodes of the graph, in words."""


@dataclass(frozen=True)
class Path:
    """How often a review took each arrow, those that it never took left out; `here` is where it stands."""

    taken: Mapping[Arrow, int]
    here: Node

    def visits(self, node: Node) -> int:
        """How often it came to a node."""
        return 1 if node == "start" else sum(times for (_, to), times in self.taken.items() if to == node)

    @property
    def told(self) -> list[str]:
        """The arrows that were taken, as sentences, for whoever cannot see the drawing."""
        arrows = [(arrow, self.taken[arrow]) for arrow in ARROWS if arrow in self.taken]
        ways = [f"From “{NODES[a]}” to “{NODES[b]}”: {counted(times, 'time')}." for (a, b), times in arrows]
        return [*ways, f"It stands at “{NODES[self.here]}” now."]


def path_of(record: Record) -> Path:
    """The way of a review, read from its decisions and from what came of them."""
    ways = list(_ways(record))
    return Path(Counter(ways), ways[-1][1])


def _ways(record: Record) -> Iterator[Arrow]:
    """Each arrow in turn."""
    calls = {count(row, "cause") for row in record.calls}
    texts = {count(row, "cause") for row in record.revisions}
    ended = bool(record.review.get("outcome"))
    gotos = {0: "draft" if record.review.get("opening") is None else "review"}
    gotos |= {count(row, "number"): words(row, "goto") for row in record.decisions}
    for cause, goto in gotos.items():
        origin: Node = "review" if cause else "start"
        match goto:
            case "draft":
                yield origin, "draft"
                if cause in calls | texts:
                    yield "draft", "finalize" if ended and cause == max(gotos) else "review"
            case "amend":
                yield origin, "amend"
                if cause in texts:
                    yield "amend", "review"
            case "finalize":
                yield origin, "finalize"
            case _:
                yield origin, "review"
    if ended:
        yield "finalize", "end"
