"""`verify`: whether records are as they were written. `head`: the last seal of the desk, to be noted elsewhere."""

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from hitl.cli import terminal
from hitl.cli.exit_codes import Exit
from hitl.cli.group import hitl
from hitl.cli.options import json_option
from hitl.cli.records import Named, all_option, records, what_argument
from hitl.cli.session import opened
from hitl.cli.terminal import BOLD, GREEN, RED, YELLOW, put
from hitl.trail import counted

if TYPE_CHECKING:
    from hitl.audit import Finding, Ledger, Record
    from hitl.desk import ReviewDesk

FEW = 20
"""So many findings are shown, of a review and of all; of the rest how many there are."""

PROGRESS_SECONDS = 0.5

NOT_NOTED = "The ledger does not have the seal that was noted: an older copy was put back, or it was written anew."

Told = dict[str, Any]


@hitl.command()
@what_argument
@all_option
@click.option("--head", metavar="SEAL", help="A last seal noted earlier, of the review or with --all of the desk.")
@click.option("--key", metavar="FILE|FINGERPRINT", help="The public key that a bundle must be signed by.")
@json_option
@click.pass_context
def verify(
    context: click.Context, what: Sequence[str], everything: bool, head: str | None, key: str | None, as_json: bool
) -> None:
    """Check that nobody changed a record since it was written.

    Every seal, the hash of every text, and every saved state are computed anew and compared, and what is wrong is
    named. With --all every review of which anything is stored, and the ledger of the desk, which knows of those that
    are gone. No model is asked, nothing is changed.

    The exit status is 1 where something is wrong.
    """
    if everything and not what and key is None:
        with opened() as desk:
            shape = _everything(desk, head)
    else:
        told = [_checked(each, head) for each in records(what, everything=everything, key=key)]
        shape = {"well": all(each["well"] is not False for each in told), "records": told}
    if as_json:
        terminal.put_json(shape)
    else:
        for each in shape["records"]:
            _print(each)
        _print_desk(shape)
    context.exit(Exit.DONE if shape["well"] else Exit.FAILED)


@hitl.command()
@json_option
def head(as_json: bool) -> None:
    """Show the last seal of the desk's ledger.

    Every start, end, deletion and repair of a review, and every change of settings, is sealed there. Keep a copy of
    this seal where nobody with access to the database can change it: `verify --all --head SEAL` then finds out
    whether an older copy of the database was put back, or the ledger written anew.
    """
    with opened() as desk:
        last = desk.archive.head()
    if as_json:
        terminal.put_json({"head": last.seal, "entries": last.entries})
    else:
        put((last.seal or "There is no entry yet.", BOLD), f"  {counted(last.entries, 'entry', 'entries')}")


def _everything(desk: "ReviewDesk", noted: str | None) -> Told:
    """All reviews and the ledger; of the reviews those are told in which something is wrong, or was repaired."""
    began = time.monotonic()
    ledger, ids = desk.archive.ledger(), desk.archive.every_id()
    told = list(_unwell(desk, ledger, ids))
    findings = list(ledger.findings)
    if noted is not None and "".join(noted.split()).lower() not in ledger.seals:
        findings.append(NOT_NOTED)
    well = not findings and all(each["well"] is not False for each in told)
    return {
        "well": well,
        "records": told[:FEW],
        "more": len(told) - len(told[:FEW]),
        "checked": len(ids),
        "seconds": round(time.monotonic() - began, 3),
        "ledger": {"entries": len(ledger.seals), "head": ledger.head, "findings": findings},
    }


def _unwell(desk: "ReviewDesk", ledger: "Ledger", ids: list[str]) -> Iterator[Told]:
    shown = time.monotonic()
    for place, (review_id, record, findings) in enumerate(desk.archive.verified(ids), 1):
        also = [] if record is None else list(ledger.disagreements(record))
        if record is None or findings or also or record.repairs:
            yield _told(review_id, record, findings, also)
        if time.monotonic() - shown > PROGRESS_SECONDS:
            shown = time.monotonic()
            terminal.progress(f"{place:,} of {len(ids):,} reviews")
    terminal.progress("")
    for review_id, gone in ledger.missing(ids):
        yield _told(review_id, None, [], [f"This review {gone}"])


def _checked(named: Named, noted: str | None) -> Told:
    from hitl.audit import verify
    from hitl.story import compared

    name, record, files, notes = named
    findings = verify(record)
    told = _told(name, record, findings, files)
    if noted is not None:
        verdict = compared(record, findings, noted)
        told["told"][1:1] = [verdict.sentence, *verdict.more]
        told["well"] = told["well"] if verdict.well else False
    return told | {"told": told["told"] + notes}


def _told(name: str, record: "Record | None", findings: "Sequence[Finding]", others: Sequence[str]) -> Told:
    """What is said of a review or a bundle; `others` are findings that are not about one of its records."""
    from hitl.story import checked

    found = [finding.told for finding in findings]
    said = list(others)
    if record is not None:
        verdict = checked(record, findings)
        said = [*others, *verdict.more] if others and not found else [verdict.sentence, *verdict.more, *others]
    elif found:
        said = [*found, *others]
    more = len(said) - FEW
    return {
        "name": name,
        "review": name if record is None else record.review.get("id"),
        "well": False if found or others else (None if record and record.repairs else True),
        "told": said[:FEW] + ([f"{more:,} more findings."] if more > 0 else []),
        "findings": [{"kind": f.kind, "number": f.number, "told": f.told} for f in findings[:FEW]],
        "head": record.review.get("head") if record else None,
    }


def _print(told: Told) -> None:
    mark, ink = {True: ("ok", GREEN), None: ("ok, but", YELLOW), False: ("WRONG", RED)}[told["well"]]
    put((f"{mark:<7}", ink), "  ", (told["name"][:60], BOLD), f"  {told['told'][0]}")
    for more in told["told"][1:]:
        put(" " * 9, more)


def _print_desk(shape: Told) -> None:
    """What --all says besides the reviews that it names."""
    if "ledger" not in shape:
        return
    if shape["more"]:
        put(" " * 9, f"{counted(shape['more'], 'more review')} like these.")
    ledger = shape["ledger"]
    for finding in ledger["findings"][:FEW]:
        put((f"{'WRONG':<7}", RED), "  ", finding)
    if len(ledger["findings"]) > FEW:
        put(" " * 9, f"{len(ledger['findings']) - FEW:,} more findings in the ledger.")
    rate = shape["checked"] / max(shape["seconds"], 0.001)
    mark, ink = ("ok", GREEN) if shape["well"] else ("WRONG", RED)
    took = f"{shape['seconds']:.1f} s, {rate:,.0f} a second"
    entries = counted(ledger["entries"], "entry", "entries")
    put((f"{mark:<7}", ink), f"  {counted(shape['checked'], 'review')} checked ({took}), and the ledger: {entries}.")
    put(" " * 9, f"Last seal of the desk: {ledger['head'] or 'none yet'}")
