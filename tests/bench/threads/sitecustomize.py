"""Notes what each thread of a server took of the processor, once it has ended; Python imports this by its name.

`BENCH_THREADS` names the file: a line for each thread, its seconds and its name.
"""

import os
import threading
import time
from pathlib import Path

_run = threading.Thread.run


def _noted(self: threading.Thread) -> None:
    try:
        _run(self)
    finally:
        with Path(os.environ["BENCH_THREADS"]).open("a", encoding="utf-8") as file:
            file.write(f"{time.thread_time()} {self.name}\n")


if "BENCH_THREADS" in os.environ:
    threading.Thread.run = _noted  # type: ignore[method-assign] # in a server that is started for this
