"""The command line: `python -m hitl`.

A command is a file in `commands` that is named here. What takes long to import (the desk with its database,
the diff, the files to take along) is imported where it is used, so that help comes at once.
"""

from hitl.cli.commands import (  # noqa: F401 - each adds itself to the group
    abandon,
    accept,
    bundle,
    delete,
    diff,
    doctor,
    edit,
    export,
    history,
    listing,
    rebuild,
    replay,
    restore,
    retry,
    review,
    revise,
    show,
    start,
    stop,
    verify,
)
from hitl.cli.group import hitl

__all__ = ["hitl"]
