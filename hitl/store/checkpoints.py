"""The checkpoints of a review in the order of their chain, and as plain values.

LangGraph names each checkpoint by the clock and takes the greatest name for the last one. A clock that is behind, on
another server or after it was set back, would make the newest decision the older one. But each checkpoint also says
which one it came after, and no clock has a part in that: the savers here follow it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver, CheckpointTuple
from langgraph.types import Interrupt

from hitl.loop import State

Values = dict[str, Any]

_BRANCHES = {f"branch:to:{node}": node for node in ("draft", "review", "amend", "finalize")}
_NEXT = {"__start__": "__start__", **_BRANCHES}
"""The channels that lead to a node."""

_CHANNELS = State.__annotations__.keys() | _NEXT.keys()

_KEYS = {"v", "ts", "id", "channel_values", "channel_versions", "versions_seen", "updated_channels"}
_VERSION = re.compile(r"0{16}[0-9]{16}\.[0-9.e+-]+")
_MOST_STEPS = 1_000_000

FORM = 4
"""LangGraph's number for the form of a checkpoint; it reads an older one in another way."""


class InChainOrder(BaseCheckpointSaver[Any]):
    """A saver for which the last checkpoint is the one that none came after. Comes before a saver of LangGraph's.

    Raises ValueError where the chain of a thread is broken or forked, which no run of ours makes it.
    """

    def _links(self, thread_id: str, namespace: str) -> list[tuple[str, str | None]]:
        """The id of each checkpoint of a thread, and that of the one that it came after."""
        raise NotImplementedError

    def get_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        """The checkpoint that is named, or the last one."""
        here = config["configurable"]
        if not here.get("checkpoint_id"):
            thread_id, namespace = str(here["thread_id"]), str(here.get("checkpoint_ns", ""))
            chain = chained(self._links(thread_id, namespace))
            if not chain:
                return None
            named = {"thread_id": thread_id, "checkpoint_ns": namespace, "checkpoint_id": chain[-1]}
            config = {"configurable": named}
        return super().get_tuple(config)

    def list(
        self,
        config: RunnableConfig | None,
        *,
        filter: dict[str, Any] | None = None,  # noqa: A002 - the name is LangGraph's
        before: RunnableConfig | None = None,
        limit: int | None = None,
    ) -> Iterator[CheckpointTuple]:
        """The checkpoints of a thread, the last one first; `before` and `limit` go by that order, too."""
        found = {_id(each): each for each in super().list(config)}
        order = chained([(name, _id_in(each.parent_config)) for name, each in found.items()])
        if before:
            order = order[: order.index(str(_id_in(before)))]
        wanted = (filter or {}).items()
        fitting = (found[name] for name in reversed(order) if wanted <= dict(found[name].metadata).items())
        yield from islice(fitting, limit)


def chained(links: Sequence[tuple[str, str | None]]) -> list[str]:
    """Checkpoints, each with the one that it came after, first to last. Raises ValueError where they are no chain."""
    after = {parent: name for name, parent in links}
    order: list[str] = []
    at = after.get(None)
    while at is not None and len(order) < len(links):
        order.append(at)
        at = after.get(at)
    if len(order) != len(links) or at is not None:
        raise ValueError("a saved state is missing, or stands beside another one")
    return order


def plain_state(found: CheckpointTuple) -> Values:
    """A checkpoint as JSON's types: the `values` of its state, the nodes that are `next`, the `stops` it waits at.

    Raises ValueError where it holds what no run of ours wrote.
    """
    checkpoint = found.checkpoint
    if checkpoint["id"] != _id(found) or found.config["configurable"].get("checkpoint_ns"):
        raise ValueError("a saved state under another name")
    _check_notes(found)
    values = checkpoint["channel_values"]
    return {
        "next": list(_next(values, checkpoint["channel_versions"], checkpoint["versions_seen"])),
        "values": {name: values[name] for name in State.__annotations__ if name in values},
        "stops": list(_stops(found.pending_writes or ())),
    }


def _next(values: Values, versions: Mapping[str, Any], seen: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The nodes that follow, as LangGraph finds them: a channel to them is filled, and newer than what they saw."""
    for channel in values.keys() - State.__annotations__.keys():
        if channel not in _NEXT or (channel in _BRANCHES and values[channel] is not None):
            raise ValueError("a saved state with a value of another loop")
        if versions[channel] > seen.get(_NEXT[channel], {}).get(channel, ""):
            yield _NEXT[channel]


def _check_notes(found: CheckpointTuple) -> None:
    """See that LangGraph can go on with what it notes for itself. Raises ValueError, TypeError, AttributeError."""
    checkpoint: Values = dict(found.checkpoint)
    seen = [versions for versions in checkpoint["versions_seen"].values() if versions != {}]
    for versions in (checkpoint["channel_versions"], *seen):
        if not all(_VERSION.fullmatch(version) for version in versions.values()):
            raise ValueError("a version that LangGraph did not give")
    updated, step = checkpoint.get("updated_channels"), found.metadata["step"]
    if updated is not None and not (isinstance(updated, list) and _leading(checkpoint) <= {*updated} <= _CHANNELS):
        raise ValueError("channels that are none, or without one that leads on")
    if type(checkpoint["v"]) is not int or checkpoint["v"] != FORM or not checkpoint.keys() <= _KEYS:
        raise ValueError("a saved state of another form")
    if type(step) is not int or not -1 <= step < _MOST_STEPS or found.metadata["source"] not in ("input", "loop"):
        raise ValueError("notes that LangGraph did not write")


def _leading(checkpoint: Values) -> set[str]:
    """The channels that are filled and lead to a node: LangGraph looks for what follows among those updated last."""
    return {*checkpoint["channel_values"]} & {*_NEXT}


def _stops(writes: Iterable[tuple[str, str, Any]]) -> Iterator[Values]:
    for task, channel, written in writes:
        if channel == "__error__":  # of a step that was broken off, and is run again
            continue
        if channel != "__interrupt__":
            raise ValueError("something was put beside a saved state")
        for stop in written:
            if Interrupt.from_ns(stop.value, ns=f"review:{task}").id != stop.id:
                raise ValueError("a stop under another name")
            yield {**stop.value, "id": stop.id}


def _id(found: CheckpointTuple) -> str:
    return str(found.config["configurable"]["checkpoint_id"])


def _id_in(config: RunnableConfig | None) -> str | None:
    return str(config["configurable"]["checkpoint_id"]) if config else None
