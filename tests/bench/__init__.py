"""How fast, how small and how steady hitl is, each against a reference on the same machine: `python -m tests.bench`."""
