"""A review run again from its record: the real graph and the real routes, and a writer that plays what came.

No model is asked and nothing is written but in memory. What comes is compared with the record, step by step.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from hitl.audit import Kind, Record, content, fields, name, prompt_of, seal
from hitl.audit.expected import begun
from hitl.codec import dump, load, load_row
from hitl.domain import Problem, Revision, Stop, Verb, sha256
from hitl.errors import UNREADABLE, Damaged, NotReplayable
from hitl.loop import opening_state
from hitl.policy import route
from hitl.tracing import untraced
from hitl.writer.prompt import messages
from hitl.writer.tidy import tidy
from hitl.writing import Assignment, Call, Written

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.checkpoint.base import BaseCheckpointSaver

    from hitl.graph import ReviewGraph

NO_RERUN = "The saved states of this review cannot be made anew from its record: it does not run as it is recorded."

WORK = ("draft", "amend", "finalize")
"""The nodes that a decision may lead to."""

OTHER_WORDS = "This version of hitl would ask the model in other words than those that were sent."

IN_WORDS = {
    "begun_from": "origin",
    "begun_from_number": "revision of its origin",
    "at": "time",
    "counters": "count of revisions and tokens",
    "displayed": "text on the screen",
    "goto": "next step",
    "prompt_sha256": "fingerprint (SHA-256) of the prompt",
    "seen_number": "number of the text that was seen",
    "seen_sha256": "fingerprint (SHA-256) of the text that was seen",
    "sha256": "fingerprint (SHA-256) of the text",
    "unresolved": "unresolved feedback",
}
"""What may differ in a record, for an editor, where its name does not say it."""


@dataclass(frozen=True)
class Difference:
    """The first place where a replay went another way: which record, what of it, and both values as JSON's types."""

    kind: Kind
    number: int
    field: str
    expected: Any
    came: Any

    @property
    def sentence(self) -> str:
        """The difference in an editor's words, without the values."""
        which = name(self.kind, self.number)
        match self.field:
            case "its being there":
                return f"{which} came now, but is not in the record."
            case "its place":
                return f"{which} is in the record, but does not come now: the loop is at {self.came} there."
        return f"{which} has another {IN_WORDS.get(self.field, self.field)} in the record than now."

    @property
    def told(self) -> str:
        """The difference with both values."""
        return f"{self.sentence} Recorded: {self.expected!r}. Now: {self.came!r}."


@dataclass(frozen=True)
class Replay:
    """What came of a replay: the first difference, if there is one; the last seal; what else should be known."""

    difference: Difference | None
    head: str
    steps: int
    notes: tuple[str, ...] = ()


def replay(graph: "ReviewGraph", record: Record) -> Replay:
    """Run a review again from its record. Raises NotReplayable."""
    try:
        return _Replay(graph, record).run()
    except UNREADABLE as error:
        raise NotReplayable("The record of this review cannot be read as one, so it cannot be replayed.") from error


def rerun(graph: "ReviewGraph", record: Record) -> "BaseCheckpointSaver[Any]":
    """The saved states that a record leads to, made anew. Raises Damaged where it does not run as it is recorded."""
    try:
        run = _Replay(graph, record, hold=True)
        differs = run.run().difference
    except UNREADABLE as error:
        raise Damaged(NO_RERUN) from error
    if differs:
        raise Damaged(f"{NO_RERUN} {differs.sentence}")
    return run.saver


class _Ended(Exception):
    """The record has nothing more: the review is still running."""


class _Differs(Exception):
    def __init__(self, difference: Difference) -> None:
        super().__init__(difference.told)
        self.difference = difference


class _Replay:
    """One run. `_came` seals and compares each record as it comes.

    To `hold` is to stop where nothing is recorded yet: before a decision that is being carried out leads anywhere.
    """

    def __init__(self, graph: "ReviewGraph", record: Record, *, hold: bool = False) -> None:
        from langgraph.checkpoint.memory import InMemorySaver

        from hitl.graph import Tools, over

        self._record = record
        self._hold = hold
        self._review = begun(record)
        self.saver = InMemorySaver()
        self._player = _Player(record)
        self._graph = over(graph, self.saver)
        self._config: RunnableConfig = {"configurable": {"thread_id": self._review.id}}
        self._tools = Tools(self._player.draft, self._player.said, self._player.now)
        self._expected = {(kind, number): row for kind, number, row in record.steps()}
        self._repairs = {row["place"]: row for row in record.repairs}
        self._head, self._steps = "", 0

    def run(self) -> Replay:
        try:
            self._play()
        except _Differs as differs:
            return self._replay(differs.difference)
        except _Ended:
            pass
        return self._replay(None)

    def _replay(self, difference: Difference | None) -> Replay:
        return Replay(difference, self._head, self._steps, tuple(self._player.notes))

    def _play(self) -> None:
        from langgraph.types import Command

        self._came("start", 0, self._record.review)
        if self._hold and self._record.running and not self._record.decisions:
            return  # nothing is saved yet
        self._on(opening_state(self._review), 0)
        for row in self._record.decisions:
            number = row["number"]
            stops = self._graph.get_state(self._config).interrupts
            if not stops:
                raise _Differs(Difference("decision", number, "its place", "a stop", "the end of the loop"))
            self._came("decision", number, self._decided(row, stops[0].value))
            self._on(Command(resume={stops[0].id: {f: row[f] for f in fields("decision", row["v"])}}), number)
        last = len(self._record.decisions)
        if ("outcome", last) in self._expected and not self._values()["outcome"]:
            raise _Differs(Difference("outcome", last, "its place", "the end of the loop", "a stop"))

    def _on(self, graph_input: Any, cause: int) -> None:  # noqa: ANN401 - LangGraph's own input type
        """Run to the next stop or the end; compare what came."""
        self._player.cause = cause
        if self._hold and self._player.at_the_end:
            with untraced():
                self._graph.invoke(graph_input, self._config, durability="exit", interrupt_before=WORK)
            return
        before = self._values()["counters"]["texts"] if cause else 0
        with untraced():
            self._graph.invoke(graph_input, self._config, context=self._tools, durability="exit")
        values = self._values()
        if values["call"] is not None:
            self._came("call", cause, values["call"])
        revision = values["revision"]
        if revision is not None and revision["number"] > before:
            self._came("revision", revision["number"], revision | {"sha256": sha256(revision["text"])})
        if values["outcome"] is not None:
            self._came("outcome", len(self._record.decisions), values["outcome"])

    def _values(self) -> dict[str, Any]:
        return dict(self._graph.get_state(self._config).values)

    def _decided(self, row: dict[str, Any], stop: dict[str, Any]) -> dict[str, Any]:
        """The decision as it would be recorded now, at the stop as it is now: its route is asked for again."""
        seen = load(Stop, stop | {"interrupt_id": row["interrupt_id"]})
        way = route(Verb(row["verb"]), seen.counters, self._review.policy)
        now = {"seen_number": seen.number, "seen_sha256": seen.sha256, "counters": dump(seen.counters)}
        return row | now | {"goto": way.goto, "reason": way.reason}

    def _came(self, kind: Kind, number: int, row: dict[str, Any]) -> None:
        """Compare a record that came with the one that is expected, and seal it."""
        expected = self._expected.get((kind, number))
        if expected is None and self._player.at_the_end:
            raise _Ended
        if expected is None:
            raise _Differs(Difference(kind, number, "its being there", "nothing", "a record"))
        came = row | {"v": expected["v"]}
        for field, value in content(kind, expected).items():
            if came[field] != value:
                raise _Differs(Difference(kind, number, field, value, came[field]))
        self._head = seal(self._head, kind, came)
        self._steps += 1
        self._repaired()

    def _repaired(self) -> None:
        """Seal the repairs that stand here: they took no part in the loop."""
        while (row := self._repairs.get(self._steps)) is not None:
            self._head = seal(self._head, "repair", row)
            self._steps += 1


class _Player:
    """A writer, and a clock, that play what a record holds; `cause` is the decision that they play after."""

    def __init__(self, record: Record) -> None:
        self.cause = 0
        self.notes: list[str] = []
        self._record = record
        self._calls = {row["cause"]: row for row in record.calls}
        self._texts = {row["cause"]: load_row(Revision, row) for row in record.revisions}
        self._ended = (record.review["outcome"] or {}).get("at", "")

    @property
    def at_the_end(self) -> bool:
        """True where a review that is still running has come to: what comes now is not recorded yet."""
        return self._record.running and self.cause == len(self._record.decisions)

    def now(self) -> str:
        """When the revision came that comes now; at the end, when the review ended."""
        revision = self._texts.pop(self.cause, None)
        return revision.at if revision else self._ended

    def said(self, numbers: list[int]) -> dict[int, str]:
        """The feedback of decisions."""
        wanted = set(numbers)
        return {row["number"]: row["feedback"] for row in self._record.decisions if row["number"] in wanted}

    def draft(self, work: Assignment) -> Call:
        """What came of the call after the last decision."""
        row = self._calls.get(self.cause)
        if row is None:
            raise self._no_call()
        prompt = prompt_of(self._record, row)
        if prompt is None:
            raise ValueError("the prompt cannot be read")
        if row["model"] and prompt != tuple(messages(work)) and OTHER_WORDS not in self.notes:
            self.notes.append(OTHER_WORDS)
        call = Call(row["at"], row["limit"], row["seconds"], row["tokens"], row["model"], row["server"], prompt)
        if row["problem"]:
            return replace(call, problem=load(Problem, row["problem"]), partial=row["answer"] or "")
        return replace(call, written=self._written(row["answer"], work))

    def _no_call(self) -> Exception:
        """A draft is asked for that was not: the record is of a review that is still running, or goes another way."""
        if self.at_the_end:
            return _Ended()
        return _Differs(Difference("call", self.cause, "its being there", "nothing", "a draft was asked for"))

    def _written(self, answer: str | None, work: Assignment) -> Written:
        """The text as it is taken out of an answer, as a writer does it; the rest as it was recorded."""
        revision = self._texts[self.cause]
        if answer is None:
            return Written(revision.text, revision.model, revision.tokens, revision.notes)
        text, notes = tidy(answer, work.draft)
        return Written(text, revision.model, revision.tokens, notes, answer)
