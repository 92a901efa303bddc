"""`bundle`: everything about a review in one file, to be checked elsewhere."""

import hashlib
from pathlib import Path

import click

from hitl.cli import terminal
from hitl.cli.files import write
from hitl.cli.group import hitl
from hitl.cli.options import json_option, review_argument
from hitl.cli.resolve import identified
from hitl.cli.session import opened


@hitl.command()
@review_argument
@click.option("-o", "--output", metavar="FILE", help="Where to. Default: review-ID.zip, here.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
@json_option
def bundle(review_id: str, output: str | None, force: bool, as_json: bool) -> None:
    """Write all that is known of REVIEW into one ZIP file.

    A certificate, brief, rules, texts, decisions, prompts and answers, states, and how to check it all: `verify`
    and `replay` take it on any machine. It is signed where HITL_SIGNING_KEY names a key. No private key and no
    password is in it, the texts are.
    """
    with opened() as desk:
        record = desk.archive.record(identified(desk, review_id))
        content, key = desk.archive.bundle(record), desk.archive.key
    path = Path(output or f"review-{record.review['id'][:8]}.zip")
    write(path, content, force=force)
    digest, head = hashlib.sha256(content).hexdigest(), record.review.get("head")
    if as_json:
        terminal.put_json(
            {"file": str(path), "bytes": len(content), "sha256": digest, "head": head, "key": key or None}
        )
        return
    terminal.put(f"{path}: {len(content):,} bytes. Last seal: {head or 'none'}")
    terminal.put(f"Signed by the key {key}." if key else "It is not signed: HITL_SIGNING_KEY is not set.")
