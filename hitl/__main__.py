"""The command line: `hitl` where it is installed, else `python -m hitl`."""

import signal

from hitl.cli import hitl


def main() -> None:
    """Run the command that was named."""
    try:
        hitl(prog_name="python -m hitl")
    finally:  # all is said: another Ctrl+C ends it at once
        signal.signal(signal.SIGINT, signal.SIG_DFL)


if __name__ == "__main__":
    main()
