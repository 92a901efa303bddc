"""The way that a review took through the loop: how often each way out of each node, and where it stands now."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise

from hitl.audit import Record
from hitl.wording import counted
from hitl.wording.moments import moments

NODES = {
    "start": "Start",
    "draft": "The writer drafts",
    "review": "The editor decides",
    "amend": "The editor’s own text",
    "finalize": "The text is kept",
    "end": "End",
}
"""The nodes of the graph, in words."""

WAYS = {
    "start": ("draft", "review"),
    "draft": ("review", "finalize"),
    "review": ("draft", "amend", "finalize"),
    "amend": ("review",),
    "finalize": ("end",),
    "end": (),
}
"""All ways that the loop has. A review that begins with the editor's own text goes to the editor at once."""


def path(record: Record) -> list[tuple[str, str]]:
    """Each node by its name, with a line for each way out of it: how often the review took it, and where it stands."""
    came = [node for node, _ in groupby(_came(record))]
    taken = Counter(pairwise(came))
    told = []
    for node, name in NODES.items():
        lines = [f"→ {NODES[to]}: {_often(taken[node, to])}" for to in WAYS[node]]
        told.append((name, "\n".join([*lines, *["It stands here now."] * (node == came[-1])])))
    return [(name, words) for name, words in told if words]


def _came(record: Record) -> Iterator[str]:
    """The nodes that the review came to, in turn; some of them twice running."""
    yield from ("start", "draft" if record.review.get("opening") is None else "review")
    ended = bool(record.review.get("outcome"))
    for moment in moments(record):
        if moment.kind == "stop":
            yield "review"
        elif moment.kind == "decision" and moment.value and moment.value.goto in NODES:
            yield moment.value.goto
        elif moment.kind == "outcome" and ended:
            yield from ("finalize", "end")


def _often(times: int) -> str:
    return counted(times, "time") if times else "never"
