"""A bundle in any other form than the one that hitl writes is refused: its ZIP file, its names, its JSON."""

import io
import json
import random
import struct
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from hitl.audit import Record
from hitl.bundle import bundle, exact_json, opened_bundle, zip_file
from hitl.bundle.exact_json import dumped
from hitl.errors import BadInput
from tests.audit.forging import (
    Files,
    Plain,
    rewritten,
)

HIDDEN = {
    "a comment": lambda data: data[:-2] + struct.pack("<H", 4) + b"hide",
    "something before": lambda data: b"hide" + data,
    "something behind": lambda data: data + b"hide",
    "another time": lambda data: data.replace(struct.pack("<HH", 0, 33), struct.pack("<HH", 0, 34), 1),
    "another name at the file": lambda data: data.replace(b"story.md", b"glory.md", 1),
    "a flag": lambda data: data[:6] + b"\x08" + data[7:],
}


@pytest.mark.parametrize("way", HIDDEN)
def test_nothing_can_be_hidden_in_the_zip_file(ended: Record, way: str) -> None:
    data = HIDDEN[way](bundle(ended))

    with pytest.raises(BadInput, match="no bundle"):
        opened_bundle(data)


def slipping(files: Files) -> None:
    files["../../slipped.txt"] = files["/tmp/slipped.txt"] = b"out"  # noqa: S108 - it must not get there


@pytest.mark.parametrize("name", ["../up.txt", "/up/x.txt", "a/../b.txt", "a\\b.txt", "C:x.txt", "texts/", "a/b/c.txt"])
def test_a_name_that_leads_elsewhere_is_refused(ended: Record, name: str) -> None:
    with pytest.raises(BadInput, match="a name that hitl gives none"):
        opened_bundle(rewritten(bundle(ended), lambda files: files.update({name: b""})))


def test_a_bundle_is_never_unpacked_onto_the_disk(
    ended: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(BadInput):
        opened_bundle(rewritten(bundle(ended), slipping))
    opened_bundle(bundle(ended)).findings()

    assert sorted(tmp_path.rglob("*")) == before


def test_a_link_in_the_archive_is_refused(ended: Record) -> None:
    def linked(files: Any) -> bytes:  # noqa: ANN401 - of `rewritten`
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as archive:
            for name, content in sorted(files.items()):
                entry = zipfile.ZipInfo(name)
                entry.create_system = 3
                entry.external_attr = (0o120777 if name == "story.md" else 0o600) << 16
                archive.writestr(entry, content)
        return written.getvalue()

    with pytest.raises(BadInput, match="not packed as hitl packs it"):
        opened_bundle(rewritten(bundle(ended), len, linked))


def by(method: int, files: Any) -> bytes:  # noqa: ANN401 - of `rewritten`
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def test_a_bomb_is_refused_before_it_fills_the_memory(ended: Record) -> None:
    data = bundle(ended)
    bomb = rewritten(
        data,
        lambda files: files.update({f"{n}.txt": bytes(60_000_000) for n in range(4)}),
        partial(by, zipfile.ZIP_DEFLATED),
    )
    many = rewritten(data, lambda files: files.update({f"{n}.txt": b"" for n in range(zip_file.MOST_FILES)}))
    large = rewritten(data, lambda files: files.update({"x.txt": bytes(zip_file.MOST_BYTES)}))

    for hostile, told in ((bomb, "packed in another way"), (many, "files"), (large, "too large")):
        with pytest.raises(BadInput, match=told):
            opened_bundle(hostile)


def test_many_values_in_a_file_are_refused(ended: Record) -> None:
    many = b'{"review": [' + b"[]," * exact_json.MOST_VALUES + b"[]]}"
    with pytest.raises(BadInput, match="too many values"):
        opened_bundle(rewritten(bundle(ended), lambda files: files.update({"record.json": many})))


def test_an_archive_that_is_damaged_anywhere_is_refused_in_words(ended: Record) -> None:
    dice = random.Random(3)  # noqa: S311 - the same damages each time
    sound = bundle(ended)
    told = []
    for _ in range(150):
        damaged = bytearray(sound)
        place = dice.randrange(len(damaged))
        damaged[place] ^= dice.randint(1, 255)
        with pytest.raises(BadInput) as refusal:
            opened_bundle(bytes(damaged))
        told.append(str(refusal.value)[:18])

    assert set(told) == {"This is no bundle:"}


def test_an_archive_is_opened_only_as_it_is_written_here(ended: Record) -> None:
    sound, twice = bundle(ended), io.BytesIO()
    with zipfile.ZipFile(twice, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("record.json", b"{}")
        archive.writestr("record.json", b"{}")

    with pytest.raises(BadInput, match="the same name"):
        opened_bundle(twice.getvalue())
    with pytest.raises(BadInput, match="the same name"):
        opened_bundle(rewritten(sound, lambda files: files.update({"STORY.md": b""})))
    for method in (zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2):
        with pytest.raises(BadInput, match="packed in another way"):
            opened_bundle(rewritten(sound, len, partial(by, method)))


def nested(files: Files) -> None:
    files["record.json"] = b"[" * 200_000 + b"]" * 200_000


def changed(change: Callable[[Plain], object], name: str, files: Files) -> None:
    plain = json.loads(files[name])
    change(plain)
    files[name] = dumped(plain)


def record_json(change: Callable[[Plain], object]) -> Callable[[Files], None]:
    return partial(changed, change, "record.json")


def replaced(name: str, old: bytes, new: bytes) -> Callable[[Files], None]:
    def replace(files: Files) -> None:
        assert old in files[name]
        files[name] = files[name].replace(old, new, 1)

    return replace


NO_BUNDLES: dict[str, Callable[[Files], object]] = {
    "no record": lambda files: files.pop("record.json"),
    "no manifest": lambda files: files.pop("manifest.json"),
    "no facts": lambda files: files.pop("about.json"),
    "another form": partial(changed, lambda plain: plain.update(form=99), "manifest.json"),
    "a form that is no number": partial(changed, lambda plain: plain.update(form=True), "manifest.json"),
    "another record": lambda files: files.update({"record.json": b'{"review": {}}'}),
    "no text": lambda files: files.update({"record.json": b"\xff\xfe"}),
    "endless lists": nested,
    "deep lists": record_json(lambda p: p["records"][0]["content"].update(brief=json.loads("[" * 400 + "]" * 400))),
    "a field more": record_json(lambda plain: plain.update(more=1)),
    "a field more in a record": record_json(lambda plain: plain["records"][0].update(more=1)),
    "a field more in a content": record_json(lambda plain: plain["records"][0]["content"].update(more=1)),
    "a field less": record_json(lambda plain: plain["records"][0].pop("v")),
    "no start": record_json(lambda plain: plain["records"].pop(0)),
    "two starts": record_json(lambda plain: plain["records"].append(plain["records"][0])),
    "a kind more": record_json(lambda plain: plain["records"][1].update(kind="entry")),
    "a record twice": record_json(lambda plain: plain["records"].insert(1, plain["records"][1])),
    "another order": record_json(lambda plain: plain["records"].insert(1, plain["records"].pop(2))),
    "a doubled key": replaced("record.json", b' "head": ', b' "head": "",\n "head": '),
    "a doubled key within": replaced("record.json", b'   "kind": "start"', b'   "kind": "end",\n   "kind": "start"'),
    "a doubled key in the manifest": replaced("manifest.json", b' "form": 1', b' "form": 2,\n "form": 1'),
    "no number": replaced("record.json", b'"revisions_used": 0', b'"revisions_used": NaN'),
    "an endless number": replaced("record.json", b'"revisions_used": 0', b'"revisions_used": 1e999'),
    "a number of many digits": replaced("record.json", b'"revisions_used": 0', b'"revisions_used": ' + b"9" * 5000),
    "a number spelled otherwise": replaced("record.json", b'"revisions_used": 0', b'"revisions_used": 0e0'),
    "a letter spelled otherwise": replaced("record.json", b'"start"', b'"st\\u0061rt"'),
    "a blank more": replaced("record.json", b'"kind": "start"', b'"kind":  "start"'),
    "a byte order mark": lambda files: files.update({"record.json": b"\xef\xbb\xbf" + files["record.json"]}),
    "other line ends": lambda files: files.update({"record.json": files["record.json"].replace(b"\n", b"\r\n")}),
    "something behind": lambda files: files.update({"record.json": files["record.json"] + b"\0"}),
    "a fact more": partial(changed, lambda plain: plain.update(more=1), "about.json"),
    "a fact of another kind": partial(changed, lambda plain: plain["packages"].update(hitl=1), "about.json"),
    "another time": partial(changed, lambda plain: plain.update(at="yesterday"), "about.json"),
    "a key of another length": partial(changed, lambda plain: plain.update(key="00"), "manifest.json"),
}  # fmt: skip


@pytest.mark.parametrize("change", NO_BUNDLES)
def test_what_is_no_bundle_is_refused_in_words(ended: Record, change: str) -> None:
    with pytest.raises(BadInput, match=r"bundle"):
        opened_bundle(rewritten(bundle(ended), NO_BUNDLES[change]))
    with pytest.raises(BadInput, match="no bundle"):
        opened_bundle(b"PK\x03\x04 something else")
