import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from hitl.audit import Record, verify
from hitl.bundle import bundle, opened_bundle, reading
from hitl.errors import BadInput, NotReplayable
from hitl.graph import ReviewGraph, build_graph
from hitl.replay import replay
from hitl.snapshots import record_of
from hitl.store import Store, open_database
from tests.audit.generated import Generator


@pytest.fixture(scope="module")
def graph() -> ReviewGraph:
    return build_graph()


@pytest.fixture
def record(database: str, graph: ReviewGraph) -> Iterator[Record]:
    with closing(open_database(database)) as open_one:
        store = Store(open_one)
        generator = Generator(store, graph, seed=5)
        ids = [generator.review(f"{n:032x}", 12) for n in range(6)]
        yield max((record_of(store, each) for each in ids), key=lambda found: len(found.calls))


def rewritten(data: bytes, change: Callable[[dict[str, bytes]], object], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The same archive with other files in it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def test_a_bundle_holds_all_that_the_desk_knows_and_comes_back_as_the_same_record(
    graph: ReviewGraph, record: Record
) -> None:
    data = bundle(graph, record)
    again = opened_bundle(data)
    verdicts = json.loads(again.files["verdicts.json"])
    asked = [row for row in record.calls if row["model"]]

    assert again.record == record
    assert again.findings() == []
    assert verify(again.record) == []
    assert replay(graph, again.record).head == record.review["head"]
    assert verdicts["findings"] == []
    assert record.review["head"] in again.files["README.md"].decode()
    assert [again.files[f"texts/v{row['number']:03}.txt"].decode() for row in record.revisions] == [
        row["text"] for row in record.revisions
    ]
    assert all(json.loads(again.files[f"calls/{row['cause']:03}.json"])["prompt"] for row in asked)
    assert "langgraph" in json.loads(again.files["versions.json"])["packages"]


def test_the_story_has_its_times_in_one_form_whoever_stored_them(graph: ReviewGraph, record: Record) -> None:
    story = opened_bundle(bundle(graph, record)).files["story.md"].decode()
    times = [line.split()[1] for line in story.splitlines() if line[:1].isdecimal()]

    assert len(times) > len(record.decisions)
    assert [time for time in times if not time.endswith("Z")] == []


def lengthened(name: str, files: dict[str, bytes]) -> None:
    files[name] += b" "


def removed(name: str, files: dict[str, bytes]) -> None:
    del files[name]


def test_every_file_of_a_bundle_that_was_changed_is_named(graph: ReviewGraph, record: Record) -> None:
    data = bundle(graph, record)
    for name in opened_bundle(data).files:
        if name in ("manifest.json", "record.json"):
            continue
        with_more, without = partial(lengthened, name), partial(removed, name)
        changed, gone = opened_bundle(rewritten(data, with_more)), opened_bundle(rewritten(data, without))

        assert changed.findings() == [f"{name} was changed."]
        assert gone.findings() == [f"{name} is missing."]
    more = opened_bundle(rewritten(data, lambda files: files.update({"more.txt": b"x"})))
    assert more.findings() == ["more.txt was put in."]


def test_a_record_in_a_bundle_that_was_changed_does_not_verify_even_if_its_files_were_told_to_agree(
    graph: ReviewGraph, record: Record
) -> None:
    plain = json.loads(json.dumps(record.plain))
    plain["revisions"][0]["text"] += " And more."
    changed = opened_bundle(bundle(graph, Record(**plain)))

    assert changed.findings() == []
    assert verify(changed.record)[0].told.startswith("Revision 1 has another text")


def slipping(files: dict[str, bytes]) -> None:
    files["../../slipped.txt"] = files["/tmp/slipped.txt"] = b"out"  # noqa: S108 - it must not get there


def test_a_bundle_is_never_unpacked_onto_the_disk(
    graph: ReviewGraph, record: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    before = sorted(tmp_path.rglob("*"))
    found = opened_bundle(rewritten(bundle(graph, record), slipping)).findings()

    assert found == ["../../slipped.txt was put in.", "/tmp/slipped.txt was put in."]  # noqa: S108
    assert sorted(tmp_path.rglob("*")) == before


def test_a_bomb_is_refused_before_it_fills_the_memory(graph: ReviewGraph, record: Record) -> None:
    data = bundle(graph, record)
    bomb = rewritten(data, lambda files: files.update({f"{n}.txt": bytes(60_000_000) for n in range(4)}))
    many = rewritten(data, lambda files: files.update({f"{n}.txt": b"" for n in range(reading.MOST_FILES)}))

    for hostile, told in ((bomb, "too large"), (many, "files")):
        with pytest.raises(BadInput, match=told):
            opened_bundle(hostile)


def test_a_few_bytes_that_would_become_millions_of_values_are_refused(graph: ReviewGraph, record: Record) -> None:
    many = b'{"review": [' + b"[]," * reading.MOST_VALUES + b"[]]}"
    hostile = rewritten(bundle(graph, record), lambda files: files.update({"record.json": many}))

    assert len(hostile) < 200_000
    with pytest.raises(BadInput, match="too many values"):
        opened_bundle(hostile)


def test_an_archive_that_is_damaged_anywhere_is_refused_in_words(graph: ReviewGraph, record: Record) -> None:
    dice = random.Random(3)  # noqa: S311 - the same damages each time
    sound = bundle(graph, record)
    told = set()
    for _ in range(300):
        damaged = bytearray(sound)
        place = dice.randrange(len(damaged))
        damaged[place] ^= dice.randint(1, 255)
        try:
            opened_bundle(bytes(damaged))
        except BadInput as refusal:
            told.add(str(refusal)[:18])

    assert told == {"This is no bundle:"}


def test_an_archive_is_opened_only_as_it_is_written_here(graph: ReviewGraph, record: Record) -> None:
    sound, twice = bundle(graph, record), io.BytesIO()
    with zipfile.ZipFile(twice, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("record.json", b"{}")
        archive.writestr("record.json", b"{}")

    with pytest.raises(BadInput, match="the same name"):
        opened_bundle(twice.getvalue())
    for method in (zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2):
        with pytest.raises(BadInput, match="packed in another way"):
            opened_bundle(rewritten(sound, len, method))


def nested(files: dict[str, bytes]) -> None:
    files["record.json"] = b"[" * 200_000 + b"]" * 200_000


def nested_within_reach(files: dict[str, bytes]) -> None:
    record = json.loads(files["record.json"])
    record["review"]["brief"] = json.loads("[" * 400 + "]" * 400)
    files["record.json"] = json.dumps(record).encode()


def without_times(files: dict[str, bytes]) -> None:
    record = json.loads(files["record.json"])
    del record["snapshots"][0]["at"]
    files["record.json"] = json.dumps(record).encode()


@pytest.mark.parametrize(
    "change",
    [
        lambda files: files.pop("record.json"),
        lambda files: files.pop("manifest.json"),
        lambda files: files.update({"manifest.json": b'{"form": 99}'}),
        lambda files: files.update({"record.json": b'{"review": {}}'}),
        lambda files: files.update({"record.json": b"\xff\xfe"}),
        nested,
        nested_within_reach,
        without_times,
    ],
)
def test_what_is_no_bundle_is_refused_in_words(
    graph: ReviewGraph, record: Record, change: Callable[[dict[str, bytes]], object]
) -> None:
    with pytest.raises(BadInput, match=r"bundle"):
        opened_bundle(rewritten(bundle(graph, record), change))
    with pytest.raises(BadInput, match="no bundle"):
        opened_bundle(b"PK\x03\x04 something else")


def test_whatever_stands_in_a_bundle_is_checked_and_replayed_without_harm(graph: ReviewGraph, record: Record) -> None:
    dice = random.Random(9)  # noqa: S311 - the same values each time
    data = bundle(graph, record)
    for _ in range(150):
        plain = json.loads(json.dumps(record.plain))
        spoil(plain, dice)

        def put(files: dict[str, bytes], plain: Any = plain) -> None:  # noqa: ANN401 - any JSON
            files["record.json"] = json.dumps(plain).encode()

        try:
            found = opened_bundle(rewritten(data, put))
            told = [*found.findings(), *verify(found.record)]
            replay(graph, found.record)
        except (BadInput, NotReplayable):
            continue
        assert told


def spoil(plain: Any, dice: random.Random) -> None:  # noqa: ANN401 - any JSON
    """Put a value of another kind, or a crafted one, at a place somewhere in a record."""
    holder = plain
    for _ in range(dice.randint(1, 5)):
        keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        if not keys:
            break
        key = dice.choice(keys)
        if not isinstance(holder[key], dict | list) or not holder[key]:
            break
        holder, key = (holder[key], None) if dice.random() < 0.8 else (holder, key)
        if key is not None:
            break
    keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
    crafted: tuple[Any, ...] = (
        None,
        [],
        {},
        "x",
        -1,
        10**30,
        1e308,
        True,
        {"lc": 2, "type": "constructor", "id": ["os", "system"]},
    )
    if keys:
        holder[dice.choice(keys)] = dice.choice(crafted)
