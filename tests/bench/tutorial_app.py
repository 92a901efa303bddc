"""A review loop as a tutorial writes it: the graph in the script run, `write_stream`, a plain resume."""

import sqlite3
import uuid
from collections.abc import Iterator
from typing import Any, TypedDict

import streamlit as st
from langchain_openai import ChatOpenAI
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.graph import START, StateGraph
from langgraph.types import Command, interrupt


class State(TypedDict):
    topic: str
    draft: str
    feedback: str


def draft(state: State) -> dict[str, Any]:
    asked = f"Write a post about {state['topic']}. Feedback: {state.get('feedback', 'none')}"
    return {"draft": ChatOpenAI(model="scripted-1").invoke(asked).content}


def review(state: State) -> Command[str]:
    return Command(goto="draft", update={"feedback": interrupt(state["draft"])})


@st.cache_resource
def graph() -> Any:  # noqa: ANN401 - a tutorial does not say
    builder = StateGraph(State).add_node("draft", draft).add_node("review", review, destinations=("draft",))
    builder.add_edge(START, "draft").add_edge("draft", "review")
    return builder.compile(checkpointer=SqliteSaver(sqlite3.connect("tutorial.sqlite", check_same_thread=False)))


def words(given: Any) -> Iterator[str]:  # noqa: ANN401 - nor here
    for chunk, _ in graph().stream(given, config, stream_mode="messages"):
        yield chunk.content


config = {"configurable": {"thread_id": st.session_state.setdefault("thread", str(uuid.uuid4()))}}
st.title("Post writer")
if text := graph().get_state(config).values.get("draft"):
    st.write(text)
    feedback = st.text_area("Feedback")
    if st.button("Revise"):
        st.write_stream(words(Command(resume=feedback)))
        st.rerun()
else:
    topic = st.text_area("Topic")
    if st.button("Write draft"):
        st.write_stream(words({"topic": topic}))
        st.rerun()
