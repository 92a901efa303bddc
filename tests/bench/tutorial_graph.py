"""A review loop as a LangGraph tutorial writes it."""

import sqlite3
from collections.abc import Callable
from operator import add
from typing import Annotated, Any, TypedDict

from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import START, StateGraph
from langgraph.types import Command, interrupt


class State(TypedDict, total=False):
    topic: str
    drafts: Annotated[list[str], add]
    feedback: Annotated[list[str], add]


def compiled(write: Callable[[State], str], path: str) -> Any:  # noqa: ANN401 - a tutorial does not say
    """The graph on one SQLite file, with LangGraph's defaults."""

    def draft(state: State) -> State:
        return {"drafts": [write(state)]}

    def review(state: State) -> Command[str]:
        return Command(goto="draft", update={"feedback": [interrupt(state["drafts"][-1])]})

    builder = StateGraph(State).add_node("draft", draft).add_node("review", review, destinations=("draft",))
    builder.add_edge(START, "draft").add_edge("draft", "review")
    return builder.compile(checkpointer=SqliteSaver(sqlite3.connect(path, check_same_thread=False)))
