"""The way that a review took through the loop: how often each way out of each node, and where it stands now."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from hitl.wording.moments import Moment

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


def path(told: Sequence[Moment]) -> list[tuple[str, str]]:
    """Each node by its name, with a line for each way out of it: how often the review took it, and where it stands.

    It is read from all moments of the review.
    """
    came = [node for node, _ in groupby(_came(told))]
    taken = Counter(pairwise(came))
    nodes = []
    for node, name in NODES.items():
        lines = [f"→ {NODES[to]}: {taken[node, to]:,}" for to in WAYS[node]]
        nodes.append((name, "\n".join([*lines, *["It stands here now."] * (node == came[-1])])))
    return [(name, words) for name, words in nodes if words]


def _came(told: Sequence[Moment]) -> Iterator[str]:
    """The nodes that the review came to, in turn; some of them twice running."""
    review = told[0].of.record.review
    yield from ("start", "draft" if review.get("opening") is None else "review")
    for moment in told:
        if moment.kind == "stop":
            yield "review"
        elif moment.kind == "decision" and moment.value and moment.value.goto in NODES:
            yield moment.value.goto
        elif moment.kind == "outcome" and review.get("outcome"):
            yield from ("finalize", "end")
