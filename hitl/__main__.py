"""`python -m hitl`: the command line."""

import signal

from hitl.cli import hitl

if __name__ == "__main__":
    try:
        hitl(prog_name="python -m hitl")
    finally:  # all is said: another Ctrl+C ends it at once
        signal.signal(signal.SIGINT, signal.SIG_DFL)
