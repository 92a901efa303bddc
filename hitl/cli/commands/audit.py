"""What an auditor does: `verify`, `head`, `replay`, `bundle`, `rebuild`, `delete` and `deletions`."""

import hashlib
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hitl.cli import terminal
from hitl.cli.group import Answer, hitl
from hitl.cli.json_output import Shape
from hitl.cli.options import Decorator, as_option, json_option, review_argument
from hitl.cli.output import Marks, verdicts, write
from hitl.cli.resolve import Named, actor, open_desk, records, whole_id
from hitl.cli.terminal import BOLD, GREEN, QUIET, RED, YELLOW, put
from hitl.errors import BadInput, HitlError, NotReplayable
from hitl.wording import TITLE_IS_LOST, clock, counted

if TYPE_CHECKING:
    from hitl.audit import Finding, Record
    from hitl.desk import ReviewDesk
    from hitl.graph import ReviewGraph
    from hitl.rebuild import Lost

FEW = 20  # findings that are shown, of a review and of all; of the rest how many there are
VERIFIED: Marks = {True: ("ok", GREEN), None: ("ok, but", YELLOW), False: ("WRONG", RED)}
REPLAYED: Marks = {True: ("same", GREEN), False: ("OTHER", RED)}

_what: Decorator[Any] = click.argument("what", metavar="[REVIEW|BUNDLE]...", nargs=-1)
_all: Decorator[Any] = click.option("--all", "everything", is_flag=True, help="All reviews of this desk.")


@hitl.command()
@_what
@_all
@click.option("--head", metavar="SEAL", help="A last seal noted earlier, of the review or with --all of the desk.")
@click.option("--key", metavar="FILE|FINGERPRINT", help="The public key that a bundle must be signed by.")
@json_option
def verify(what: Sequence[str], everything: bool, head: str | None, key: str | None) -> Answer:
    """Check that nobody changed a record since it was written.

    Every seal, the hash of every text, and every saved state are computed anew and compared, and what is wrong is
    named. With --all every review of which anything is stored, and the ledger of the desk, which knows of those that
    are gone. No model is asked, nothing is changed.

    The exit status is 1 where something is wrong.
    """
    if everything and not what and key is None:
        with open_desk() as desk:
            shape = _everything(desk, head)
    else:
        found = [_checked(each, head) for each in records(what, everything=everything, key=key)]
        shape = {"well": all(each["well"] is not False for each in found), "records": found}

    def say() -> None:
        verdicts(shape["records"], VERIFIED)
        if everything:
            _say_desk(shape)

    return Answer(shape, say, shape["well"])


def _everything(desk: "ReviewDesk", noted: str | None) -> Shape:
    """All reviews and the ledger; of the reviews those are told in which something is wrong, or was repaired."""
    began = time.monotonic()
    found = desk.archive.verify_all(terminal.progress)
    wrong = list(found.ledger.findings)
    if noted is not None and "".join(noted.split()).lower() not in found.ledger.seals:
        wrong.append("The ledger lacks the seal that was noted: an older copy was put back, or it was written anew.")
    told = [_found(each.review_id, each.record, each.findings, each.others) for each in found.unwell[:FEW]]
    return {
        "well": not wrong and all(each.well for each in found.unwell),
        "records": told,
        "more": len(found.unwell) - len(told),
        "checked": found.checked,
        "seconds": round(time.monotonic() - began, 3),
        "ledger": {"entries": len(found.ledger.seals), "head": found.ledger.head, "findings": _few(wrong)},
    }


def _few(told: list[str]) -> list[str]:
    """The first sentences, and how many more there are."""
    more = len(told) - FEW
    return told[:FEW] + ([f"{more:,} more findings."] if more > 0 else [])


def _checked(named: Named, noted: str | None) -> Shape:
    from hitl.audit import verify
    from hitl.wording.verdicts import compared

    findings = verify(named.record)
    found = _found(named.name, named.record, findings, named.wrong)
    if noted is not None:
        verdict = compared(named.record, findings, noted)
        found["told"][1:1] = verdict.told
        found["well"] = found["well"] if verdict.well else False
    found["told"] += named.notes
    return found


def _found(name: str, record: "Record | None", findings: "Sequence[Finding]", others: Sequence[str]) -> Shape:
    """What is said of a review or a bundle; `others` are findings that are not about one of its records."""
    from hitl.wording.verdicts import Verdict, checked

    verdict = checked(record, findings) if record else Verdict(True, "")
    told = verdict.told if findings or not others else verdict.more
    return {
        "name": name,
        "review": record.review.get("id", name) if record else name,
        "well": False if others else verdict.well,
        "told": _few([*told, *others]),
        "findings": [{"kind": f.kind, "number": f.number, "told": f.told} for f in findings[:FEW]],
        "head": record.review.get("head") if record else None,
    }


def _say_desk(shape: Shape) -> None:
    """What --all says besides the reviews that it names."""
    if shape["more"]:
        put(" " * 9, f"{counted(shape['more'], 'more review')} like these.")
    ledger = shape["ledger"]
    for finding in ledger["findings"]:
        put((f"{'WRONG':<7}", RED), "  ", finding)
    mark, ink = VERIFIED[shape["well"]]
    took = f"{shape['seconds']:.1f} s, {shape['checked'] / max(shape['seconds'], 0.001):,.0f} a second"
    checked, entries = counted(shape["checked"], "review"), counted(ledger["entries"], "entry", "entries")
    put((f"{mark:<7}", ink), f"  {checked} checked ({took}), and the ledger: {entries}.")
    put(" " * 9, f"Last seal of the desk: {ledger['head'] or 'none yet'}")


@hitl.command()
@json_option
def head() -> Answer:
    """Show the last seal of the desk's ledger.

    Every start, end, deletion and repair of a review, and every change of settings, is sealed there. Keep a copy of
    this seal where nobody with access to the database can change it: `verify --all --head SEAL` then finds out
    whether an older copy of the database was put back, or the ledger written anew.
    """
    with open_desk() as desk:
        last = desk.archive.head()
    seal, entries = (last.seal or "There is no entry yet.", BOLD), counted(last.entries, "entry", "entries")
    return Answer({"head": last.seal, "entries": last.entries}, lambda: put(seal, f"  {entries}"))


@hitl.command()
@_what
@_all
@json_option
def replay(what: Sequence[str], everything: bool) -> Answer:
    """Run a review again from its record, and compare.

    The loop and its rules are the real ones; the answers of the model are those that were recorded. No model is
    asked, and nothing is written. The first difference is told, with what was expected and what came.

    The exit status is 1 where there is one, or where a record is too damaged to be run.
    """
    from hitl.graph import build_graph

    graph = build_graph()
    found = [_run_again(graph, each) for each in records(what, everything=everything)]
    well = all(each["well"] for each in found)
    return Answer({"well": well, "records": found}, lambda: verdicts(found, REPLAYED), well)


def _run_again(graph: "ReviewGraph", named: Named) -> Shape:
    from hitl.replay import replay
    from hitl.wording.verdicts import replayed

    record = named.record
    found: Shape = {"name": named.name, "review": record.review.get("id"), "well": False, "difference": None}
    try:
        again = replay(graph, record)
    except NotReplayable as error:
        return found | {"told": [str(error)], "steps": 0, "head": None, "same_head": False}
    different, same = again.difference, again.head == record.review.get("head")
    told = [*replayed(record, again.steps, different.told if different else "").told, *again.notes, *named.wrong]
    if different:
        found["difference"] = {
            name: getattr(different, name) for name in ("kind", "number", "field", "expected", "came")
        }
    elif not same:
        told.append("But its last seal is another one than the record's: see what `verify` says.")
    well = different is None and same and not named.wrong
    return found | {"well": well, "told": told, "steps": again.steps, "head": again.head, "same_head": same}


@hitl.command()
@review_argument
@click.option("-o", "--output", "file", metavar="FILE", help="Where to. Default: review-ID.zip, here.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
@json_option
def bundle(review_id: str, file: str | None, force: bool) -> Answer:
    """Write all that is known of REVIEW into one ZIP file.

    A certificate, brief, rules, texts, decisions, prompts and answers, states, and how to check it all: `verify`
    and `replay` take it on any machine. It is signed where HITL_SIGNING_KEY names a key. No private key and no
    password is in it, the texts are.
    """
    with open_desk() as desk:
        whole = whole_id(desk, review_id)
        record = desk.archive.record(whole)
        content, key = desk.archive.bundle(record), desk.archive.key
    path = Path(file or f"review-{whole[:8]}.zip")
    write(path, content, force=force)
    digest, last = hashlib.sha256(content).hexdigest(), record.review.get("head")
    shape = {"file": str(path), "bytes": len(content), "sha256": digest, "head": last, "key": key or None}
    signed = f"Signed by the key {key}." if key else "It is not signed: HITL_SIGNING_KEY is not set."
    return Answer(shape, lambda: put(f"{path}: {len(content):,} bytes. Last seal: {last or 'none'}\n{signed}"))


@hitl.command()
@click.argument("review_id", metavar="[REVIEW]", required=False)
@click.option("--all", "everything", is_flag=True, help="All reviews of which anything is stored.")
@click.option("--reason", default="", metavar="WORDS", help="Why; it stays in the record of the review.")
@click.option("--drop-decisions", "lost", flag_value="drop", help="Go on without decisions that are at stake.")
@click.option("--take-decisions", "lost", flag_value="take", help="Take over decisions that only saved states know.")
@as_option
@json_option
def rebuild(review_id: str | None, everything: bool, reason: str, lost: "Lost | None", named: str | None) -> Answer:
    """Put a review in order again, for records or saved states that were lost or changed.

    Its sealed records win: the line in the list and the saved states are made from them. Only a record that is
    missing, or does not fit its seal, is taken from a saved state. What is right is left as it is. That the review was
    repaired, by whom, and what was changed is sealed, and `verify` and the Audit page say so from then on. Nothing is
    changed where recorded decisions are at stake. Make a back-up first; `verify` shows what is wrong.
    """
    if bool(review_id) == everything:
        raise BadInput("Name a review, or say --all.")
    done: list[Shape] = []
    with open_desk() as desk:
        for each in desk.archive.every_id() if everything else [whole_id(desk, str(review_id))]:
            try:
                what, error = list(desk.archive.rebuild(each, actor(desk, named), reason, lost or "refuse")), None
            except HitlError as refusal:
                if not everything:
                    raise
                what, error = [], str(refusal)
            done.append({"review": each, "changed": bool(what), "what": what, "error": error})

    def say() -> None:
        for row in done:
            state = "repaired" if row["changed"] else "was in order already"
            changes = [f"\n{' ' * 34}{what}" for what in row["what"]]
            put(row["review"], "  ", (row["error"], RED) if row["error"] else state, *changes)

    return Answer({"reviews": done}, say, not any(row["error"] for row in done))


@hitl.command()
@review_argument
@click.option("--reason", required=True, metavar="WORDS", help="Why; it stays in the record of deletions.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_option
@json_option
def delete(review_id: str, reason: str, yes: bool, named: str | None) -> Answer:
    """Delete REVIEW: texts, feedback, decisions, prompts, answers and saved states.

    That it was deleted, when, by whom and why, and its last seal, stay in the record. Reviews that were begun from
    one of its texts keep that text. Back-ups and bundles are not touched. It cannot be undone.
    """
    with open_desk() as desk:
        whole = whole_id(desk, review_id)
        if not yes:
            terminal.need_a_person("Deleting cannot be undone: say --yes to do it without being asked.")
            title = desk.archive.record(whole).review.get("title") or TITLE_IS_LOST
            put(f"This deletes “{title}” with all its texts and decisions. It cannot be undone.")
            if terminal.ask(f"Type {whole[:8]} to delete it:") != whole[:8]:
                raise BadInput("That was not the id. Nothing was deleted.")
        desk.archive.delete(whole, actor(desk, named), reason)
    return Answer({"review": whole, "deleted": True}, lambda: put(f"{whole} is deleted."))


@hitl.command()
@json_option
def deletions() -> Answer:
    """List the reviews that were deleted: when, by whom, and why."""
    with open_desk() as desk:
        rows = desk.archive.deletions()

    def say() -> None:
        for row in rows:
            put(f"{row['number']:>4}  {row['review_id']}  {row['actor']}, {clock(row['at'])}: {row['reason']}")
            put(f"      last seal {row['head'] or 'none'}", (f"  seal of the deletion {row['seal'][:16]}…", QUIET))

    return Answer({"deletions": rows}, say)
