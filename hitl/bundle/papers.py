"""The files of a bundle that people read. Each is made of the record alone, so that `verify` can make it anew."""

from collections.abc import Iterator

from hitl.audit import Record, prompt_of
from hitl.bundle.certificate import certificate, line
from hitl.bundle.exact_json import dumped
from hitl.bundle.manifest import About
from hitl.bundle.signing import pem
from hitl.errors import UNREADABLE
from hitl.wording.answer import answer
from hitl.wording.moments import moments

KEY = "key.pem"

README = """\
# The record of one review

This is what is in here:

- `certificate.md`: who approved what and when, and what vouches for it
- `story.md`: all that happened, as a timeline in words
- `brief.json`, `policy.json`: what was asked for, and the rules of the review
- `decisions.json`: who did what, on which text, and where it led
- `texts/`: every revision, to the letter
- `calls/`: what a model was asked, message by message, and what came, failed calls too
- `states/`: the state of the loop wherever it waited or ended
- `record.json`: all records of the review, each with its seal; all files above are made of it
- `about.json`: when this was written, by which version of hitl, and with which packages. No seal vouches for that.
- `manifest.json`: the SHA-256 of each of these files
- `key.pem`, `manifest.sig`: the public key and the signature of the manifest, if it was signed

## How to check it

With hitl, on any machine, in a folder with nothing else:

    python -m hitl verify THIS.zip
    python -m hitl replay THIS.zip

The first computes every seal and every file anew, and compares them byte for byte. The second runs the review again
from its decisions and the answers that came, through the loop and its rules, and asks no model. If you noted the last
seal of this review earlier, or know the key of the desk, have it compared:

    python -m hitl verify THIS.zip --head SEAL
    python -m hitl verify THIS.zip --key FINGERPRINT

Without hitl: the seal of a record in `record.json` is the SHA-256, in hex, of the JSON text, in UTF-8, of
{"before": the seal before, "content": its content, "kind": its kind, "v": its version}, with keys in alphabetical order
and no blanks between them. The SHA-256 of a text or a prompt stands in the content. A signature is checked by

    openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in manifest.json -sigfile manifest.sig

and the fingerprint of a key is the SHA-256 of what `openssl pkey -pubin -in key.pem -outform DER` gives.

## What it proves

That nothing in it was changed, left out or put in since it was sealed, unless somebody sealed all of it anew from there
on, or cut it off at an earlier step. A last seal that was noted elsewhere, or a signature by a key that you know, shows
that too. It does not prove that a name was typed by its owner.
"""

CANNOT_BE_TOLD = b"The record holds values that hitl never writes, so this cannot be told.\n"


def papers(record: Record, about: About, public: bytes) -> dict[str, bytes]:
    """All files of a bundle that are made of its record; of one with the wildest values too."""
    made = {"README.md": README.encode()} | ({KEY: pem(public)} if public else {})
    try:
        made["certificate.md"] = certificate(record, about, public).encode(errors="replace")
        made["story.md"] = _story(record).encode(errors="replace")
        return made | dict(_parts(record))
    except UNREADABLE:
        return made | {"certificate.md": CANNOT_BE_TOLD}


def _parts(record: Record) -> Iterator[tuple[str, bytes]]:
    """What the record holds, each thing in a file of its own."""
    yield "brief.json", dumped(record.review.get("brief"))
    yield "policy.json", dumped(record.review.get("policy"))
    yield "decisions.json", dumped(record.decisions)
    for row in record.revisions:
        yield f"texts/v{_name(row.get('number'))}.txt", str(row.get("text")).encode(errors="replace")
    for row in record.calls:
        told = {name: value for name, value in row.items() if name not in ("prompt", "review_id")}
        messages = [{"role": role, "content": words} for role, words in prompt_of(record, row) or ()]
        yield f"calls/{_name(row.get('cause'))}.json", dumped(told | {"prompt": messages})
    for place, snapshot in enumerate(record.snapshots or ()):
        yield f"states/{place:04}.json", dumped(snapshot)


def _story(record: Record) -> str:
    """The timeline in words."""
    lines = [f"# {line(answer(record))}", ""]
    lines += [f"{place}. {_utc(moment.at)} {line(moment.line)}" for place, moment in enumerate(moments(record), 1)]
    return "\n".join(lines) + "\n"


def _utc(at: str) -> str:
    """A stored time in one form, whichever of the two stores wrote it."""
    return line(at.removesuffix("+00:00") + "Z" if at.endswith("+00:00") else at)


def _name(number: object) -> str:
    return f"{number:03}" if isinstance(number, int) and number >= 0 else "unknown"
