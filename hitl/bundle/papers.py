"""The files of a bundle that say, for people, what its record says."""

import json
from collections.abc import Iterator

from hitl.audit import Record, prompt_of
from hitl.story import answer, moments

README = """\
# The record of one review

{answer}

Written by hitl {version} on {at}. This is what is in here:

- `record.json`: all that is stored of the review: its rows, each with its seal, and the states that were saved
- `brief.json`, `policy.json`: what was asked for, and the rules of the review
- `decisions.json`: who did what, on which text, and where it led
- `texts/`: every revision, to the letter
- `calls/`: what a model was asked, message by message, and what came, failed calls too
- `states/`: the state of the loop at each step
- `story.md`: the same as a timeline in words
- `verdicts.json`: what came of the checks when this was written
- `versions.json`: the versions of everything that was installed
- `manifest.json`: the SHA-256 of each of these files

## How to check it

With hitl, on any machine, in a folder with nothing else:

    python -m hitl verify THIS.zip
    python -m hitl replay THIS.zip

The first computes every seal and every hash anew; the second runs the review again from its decisions and the
answers that came, through the loop and its rules, and asks no model. The last seal is

    {head}

Compare it with one that was noted elsewhere: `python -m hitl verify THIS.zip --head SEAL`.

Without hitl: the seal of a record is the SHA-256, in hex, of the JSON text, in UTF-8, of
{{"before": the seal before, "content": what is sealed of the record, "kind": its kind}}, with keys in alphabetical
order and no blanks between them. `hitl/audit/seals.py` lists what is sealed.

## What it proves

That nothing in it was changed, left out or put in since it was sealed, unless somebody who could write into the whole
database sealed all of it anew; a last seal that was noted elsewhere shows that too. It does not prove that a name was
typed by its owner.
"""


def told(record: Record) -> Iterator[tuple[str, bytes]]:
    """The files that say again, for people, what the record says."""
    yield "brief.json", pretty(record.review.get("brief"))
    yield "policy.json", pretty(record.review.get("policy"))
    yield "decisions.json", pretty(record.decisions)
    for row in record.revisions:
        yield f"texts/v{_name(row.get('number'))}.txt", str(row.get("text")).encode(errors="replace")
    for row in record.calls:
        prompt = prompt_of(record, row)
        told = {name: value for name, value in row.items() if name not in ("prompt", "review_id")}
        messages = [{"role": role, "content": words} for role, words in prompt or ()]
        yield f"calls/{_name(row.get('cause'))}.json", pretty(told | {"prompt": messages})
    for place, snapshot in enumerate(record.snapshots or ()):
        yield f"states/{place:04}.json", pretty(snapshot)


def story(record: Record) -> str:
    """The timeline in words."""
    lines = [f"# {answer(record)}", ""]
    lines += [f"{place}. {_utc(moment.at)} {moment.line}" for place, moment in enumerate(moments(record), 1)]
    return "\n".join(lines) + "\n"


def _utc(at: str) -> str:
    """A stored time in one form, whichever of the two stores wrote it."""
    return at.removesuffix("+00:00") + "Z" if at.endswith("+00:00") else at


def _name(number: object) -> str:
    return f"{number:03}" if isinstance(number, int) and number >= 0 else "unknown"


def pretty(value: object) -> bytes:
    """A value as JSON to be read."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode(errors="replace")
