"""Whether the tables and the saved states of a review say the same: each was written on its own."""

from collections.abc import Iterator
from typing import Any

from hitl.audit.record import Record, Row
from hitl.audit.seals import SEALED, Kind, Subject
from hitl.domain import Brief, Status
from hitl.errors import UNREADABLE

Problem = tuple[Subject, int, str]
"""A record, its number, and what is wrong with it, as the rest of a sentence."""

OTHER = "is another one in the saved states"
PLACES: dict[str, int] = {Status.WAITING: 0, Status.DRAFTING: 1}
"""Where reviews of a status stand in the list of drafts; all others come after these."""


def disagreements(record: Record) -> Iterator[Problem]:
    """What the tables and the saved states say differently."""
    yield from _listed(record)
    if record.snapshots is None:
        yield "states", 0, "of this review cannot be read"
        return
    known = _Known(record)
    for snapshot in record.snapshots:
        yield from known.compared(snapshot["values"])
        yield from known.put_up(snapshot["stops"])
    yield from known.missing()
    if record.snapshots:
        yield from _last(record, record.snapshots[-1])


def _listed(record: Record) -> Iterator[Problem]:
    """Whether the line in the list of drafts says what the records say."""
    review = record.review
    outcome = review.get("outcome") or {}
    says = {"kind": (review.get("brief") or {}).get("kind"), "title": _title(review), "decided": len(record.decisions)}
    says |= {"number": max((r.get("number", 0) for r in record.revisions), default=0)}
    says |= {"place": PLACES.get(str(review.get("status")), 2)}
    if outcome:
        says |= {"status": outcome.get("status"), "ending": outcome.get("reason")}
    for column, said in says.items():
        if review.get(column) != said:
            yield "line", 0, f"has another {column} than the records say"


def _title(review: Row) -> str | None:
    try:
        return Brief.from_plain(review["brief"]).title
    except UNREADABLE:
        return None


class _Known:
    """The rows that the saved states are compared with, and which of them they have."""

    def __init__(self, record: Record) -> None:
        self._rows: dict[tuple[Kind, int], Row] = {
            (kind, number): row for kind, number, row in record.steps() if kind != "outcome"
        }
        self._decided = {row.get("interrupt_id"): row for row in record.decisions}
        self._open = len(record.decisions) if record.running else None
        self._seen: set[tuple[Kind, int]] = set()
        self._told: set[tuple[Kind, int]] = set()

    def compared(self, values: Row) -> Iterator[Problem]:
        """What one state says that the rows do not."""
        start, call = values.get("start"), values.get("call")
        decision, revision = values.get("decision"), values.get("revision")
        if start:
            origin, number = start.get("from") or (None, None)
            row = {"owner": start.get("owner"), "created_at": start.get("at")}
            row |= {"begun_from": origin, "begun_from_number": number}
            yield from self._one("start", 0, row | {name: values.get(name) for name in ("brief", "policy")})
        if decision:
            yield from self._one("decision", decision.get("number"), decision)
        if call:
            yield from self._one("call", call.get("cause"), call)
        if revision:
            yield from self._one("revision", revision.get("number"), revision)

    def put_up(self, stops: list[Row]) -> Iterator[Problem]:
        """What one state put up for decision and the decision says otherwise."""
        for stop in stops:
            row = self._decided.get(stop["id"], {})
            seen = {"number": row.get("seen_number"), "sha256": row.get("seen_sha256"), "counters": row.get("counters")}
            if row and seen != {name: stop.get(name) for name in seen}:
                yield "decision", row.get("number", 0), "was taken on something else than the saved states put up"

    def missing(self) -> Iterator[Problem]:
        """The rows that no state has, and should have: a decision stands there once it has been carried out."""
        self._seen |= {("start", 0), ("decision", self._open or 0)}
        for kind, number in self._rows:
            if (kind, number) not in self._seen:
                yield kind, number, "is not in the saved states"

    def _one(self, kind: Kind, number: Any, said: Row) -> Iterator[Problem]:  # noqa: ANN401 - as stored
        place = kind, number if isinstance(number, int) else 0
        row = self._rows.get(place)
        self._seen.add(place)
        if row is None and self._open is not None and said.get("cause") == self._open:
            return  # the tables are brought level with it next
        names = [name for name in (*SEALED[kind], "text", "prompt") if name in said]
        if place in self._told or (row is not None and all(row.get(name) == said[name] for name in names)):
            return
        self._told.add(place)
        yield kind, place[1], OTHER if row else "is missing, but in the saved states"


def _last(record: Record, snapshot: Row) -> Iterator[Problem]:
    """Whether the review's row says where the last state stands."""
    review, values = record.review, snapshot["values"]
    if record.running:
        return
    outcome = values.get("outcome") and {"at": "", **values["outcome"]}  # it was not always noted
    if not record.sealed and outcome and review.get("outcome") is None:  # it was not kept in the tables then
        if (review.get("status"), review.get("ending")) != (outcome.get("status"), outcome.get("reason")):
            yield "line", 0, "tells of another end than the saved states"
    elif outcome != review.get("outcome"):
        yield "outcome", len(record.decisions), OTHER
    if values.get("counters") != review.get("counters"):
        yield "line", 0, "has other counters than the saved states"
    stops = [(stop["id"], {"interrupt_id": stop["id"]} | stop) for stop in snapshot["stops"]]
    stored = review.get("stop") and {"id": review.get("stop_id")} | review["stop"]
    if stops != [(review.get("stop_id"), stop) for stop in [stored] if stop]:
        yield "line", 0, "waits at another place than the saved states"
