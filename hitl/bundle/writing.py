"""A bundle as it is written."""

import hashlib
import io
import platform
import zipfile
from importlib.metadata import distributions
from typing import TYPE_CHECKING, Any

from hitl import __version__
from hitl.audit import Record, verify
from hitl.bundle.papers import README, pretty, story, told
from hitl.domain import now
from hitl.errors import NotReplayable
from hitl.replay import replay
from hitl.story import answer, checked, replayed

if TYPE_CHECKING:
    from hitl.graph import ReviewGraph

RECORD, MANIFEST = "record.json", "manifest.json"

FORM = 1
"""The form of a bundle; a newer hitl reads older ones."""


def bundle(graph: "ReviewGraph", record: Record) -> bytes:
    """Everything about a review in one ZIP file, which can be checked and replayed on another machine."""
    files = {"README.md": _readme(record), RECORD: pretty(record.plain), **dict(told(record))}
    files["story.md"] = story(record).encode(errors="replace")
    files["verdicts.json"] = pretty(_verdicts(graph, record))
    files["versions.json"] = pretty(_versions())
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    files[MANIFEST] = pretty({"form": FORM, "files": digests})
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def _readme(record: Record) -> bytes:
    head = record.review.get("head") or "(none: this review is from before records were sealed)"
    filled = README.format(answer=answer(record), version=__version__, at=now(), head=head)
    return filled.encode(errors="replace")


def _versions() -> dict[str, Any]:
    installed = {each.name: each.version for each in distributions()}
    ours = {"hitl": __version__, "Python": platform.python_version(), "system": platform.system()}
    return ours | {"packages": dict(sorted(installed.items()))}


def _verdicts(graph: "ReviewGraph", record: Record) -> dict[str, Any]:
    findings = verify(record)
    verdicts = {"at": now(), "verify": checked(record, findings).sentence, "findings": [f.told for f in findings]}
    try:
        again = replay(graph, record)
    except NotReplayable as error:
        return verdicts | {"replay": str(error)}
    told = again.difference.told if again.difference else ""
    return verdicts | {"replay": replayed(record, again.steps, told).sentence, "difference": told}
