"""The command line: `python -m hitl`.

What takes long to import (the desk with its database, the diff, the files to take along) is imported where it is
used, so that help comes at once.
"""

from hitl.cli.commands import audit, decide, desk, read, review, start  # noqa: F401 - each adds itself to the group
from hitl.cli.group import hitl

__all__ = ["hitl"]
