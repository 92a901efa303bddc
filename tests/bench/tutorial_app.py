"""A review page as a tutorial writes it: the graph in the script run, `write_stream`, a plain resume."""

import uuid
from collections.abc import Iterator
from typing import Any

import streamlit as st
from langchain_openai import ChatOpenAI
from langgraph.types import Command

from tests.bench.tutorial_graph import State, compiled


def draft(state: State) -> str:
    asked = f"Write a post about {state['topic']}. Feedback: {state.get('feedback', 'none')}"
    return str(ChatOpenAI(model="scripted-1").invoke(asked).content)


@st.cache_resource
def graph() -> Any:  # noqa: ANN401 - a tutorial does not say
    return compiled(draft, "tutorial.sqlite")


def words(given: object) -> Iterator[str]:
    for chunk, _ in graph().stream(given, config, stream_mode="messages"):
        yield chunk.content


config: Any = {"configurable": {"thread_id": st.session_state.setdefault("thread", str(uuid.uuid4()))}}
st.title("Post writer")
if drafts := graph().get_state(config).values.get("drafts"):
    st.write(drafts[-1])
    feedback = st.text_area("Feedback")
    if st.button("Revise"):
        st.write_stream(words(Command(resume=feedback)))
        st.rerun()
else:
    topic = st.text_area("Topic")
    if st.button("Write draft"):
        st.write_stream(words({"topic": topic}))
        st.rerun()
