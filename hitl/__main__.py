"""`python -m hitl`: the command line."""

from hitl.cli import hitl

if __name__ == "__main__":
    hitl(prog_name="python -m hitl")
