"""The reference for turns and storage: the same loop as a LangGraph tutorial writes it."""

import time
from contextlib import ExitStack
from operator import add
from pathlib import Path
from typing import Annotated, Any, Literal, TypedDict

from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import START, StateGraph
from langgraph.types import Command, interrupt

from tests.bench.sides import Turn
from tests.bench.texts import ask, text


class State(TypedDict):
    """Everything, in lists that grow."""

    topic: str
    drafts: Annotated[list[str], add]
    feedback: Annotated[list[str], add]


def draft(state: State) -> dict[str, list[str]]:
    """Where a tutorial calls the model."""
    return {"drafts": [text(len(state["drafts"]) + 1)]}


def review(state: State) -> Command[Literal["draft", "__end__"]]:
    """Ask a person, then go on as they say."""
    answer = interrupt({"draft": state["drafts"][-1]})
    if answer == "accept":
        return Command(goto="__end__")
    return Command(goto="draft", update={"feedback": [answer]})


class BareTurns:
    """Threads of the bare graph in one SQLite file, with everything as it comes by default."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "bare.sqlite"
        self._open = ExitStack()
        saver = self._open.enter_context(SqliteSaver.from_conn_string(str(self._file)))
        builder = StateGraph(State)
        builder.add_node("draft", draft)
        builder.add_node("review", review)
        builder.add_edge(START, "draft")
        builder.add_edge("draft", "review")
        self._graph = builder.compile(checkpointer=saver)
        self._turns: dict[str, int] = {}

    def begin(self) -> str:
        """Start a thread and let it come to its first stop."""
        thread = f"thread-{len(self._turns)}"
        self._turns[thread] = 1
        self._graph.invoke({"topic": "The new library", "drafts": [], "feedback": []}, _config(thread))
        return thread

    def turn(self, thread: str) -> Turn:
        """Answer a thread's question and go on to the next one."""
        asked = ask(self._turns[thread])
        self._turns[thread] += 1
        began = time.perf_counter()
        self._graph.invoke(Command(resume=asked), _config(thread))
        taken = time.perf_counter() - began
        return Turn(taken, taken)

    def file(self) -> Path:
        """The database."""
        return self._file

    def close(self) -> None:
        """Close the database."""
        self._open.close()


def _config(thread: str) -> Any:  # noqa: ANN401 - LangGraph's own type of a configuration
    return {"configurable": {"thread_id": thread}}
