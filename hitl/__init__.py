"""A review desk for text that a language model writes."""

import os

os.environ["LANGGRAPH_STRICT_MSGPACK"] = "true"  # read when langgraph is imported: no code runs out of a checkpoint

__version__ = "0.1.0"
