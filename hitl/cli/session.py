"""The desk that a command works on: the one of this folder, opened for this command alone."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hitl.errors import NotFound, StoreFault

if TYPE_CHECKING:
    from hitl.desk import ReviewDesk
    from hitl.worker import Drives

LEAVING_SECONDS = 0.5  # how long a command waits at its end for the last step of a draft, not for a whole one


@contextmanager
def open_desk(drives: "Drives" = "none", *, may_begin: bool = False) -> "Iterator[ReviewDesk]":
    """The desk of this folder; it drives no review but those that the command decides on, if any.

    Raises NotFound where there is none yet and the command does not begin one, StoreFault where it cannot be used.
    The context's `obj`, if there is one, has the writers.
    """
    from hitl.desk import ReviewDesk
    from hitl.events import write_log
    from hitl.settings import export_secrets, load_settings

    export_secrets()
    settings = load_settings()
    if "log" in settings.model_fields_set:  # whoever uses a terminal has not asked for one
        write_log(settings.log, texts=settings.log_texts)
    if not (may_begin or "://" in settings.database or Path(settings.database).exists()):
        begin = "Run this in the folder that hitl is started from, or begin with `python -m hitl start`."
        raise NotFound(f"There is no database here yet. {begin}")
    try:
        desk = ReviewDesk(settings, click.get_current_context().find_root().obj, drives)
    except StoreFault as fault:
        raise StoreFault(fault.fault, f"{fault} Nothing was recorded.") from fault
    try:
        yield desk
    finally:
        desk.close(LEAVING_SECONDS)


def actor(desk: "ReviewDesk", named: str | None) -> str:
    """Who decides: the name that was given, else that of HITL_ACTOR, else the system's for its user."""
    given = named or desk.settings.actor
    if given.strip():
        return given
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # the system has no name for its user
        return ""
