"""Bundles changed by somebody who has the code of hitl, and no key and no way into the database."""

import io
import json
import random
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from hitl.audit import seal, verify
from hitl.bundle import opened_bundle
from hitl.bundle.exact_json import dumped, loaded
from hitl.bundle.manifest import ABOUT, MANIFEST, About, manifest
from hitl.bundle.papers import papers
from hitl.bundle.sealed import RECORD, Sealed, record_of
from hitl.bundle.zip_file import zipped
from hitl.errors import BadInput

Files = dict[str, bytes]
Plain = dict[str, Any]
Pack = Callable[[Mapping[str, bytes]], bytes]


def files_of(data: bytes) -> Files:
    """The files of a bundle by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewritten(
    data: bytes, change: Callable[[Files], object], pack: Callable[[Mapping[str, bytes]], bytes] = zipped
) -> bytes:
    """The same bundle with other files in it."""
    files = files_of(data)
    change(files)
    return pack(files)


def told_anew(data: bytes, plain: Plain) -> bytes:
    """A bundle of another `record.json`, in which all that is made of it is made anew, as hitl makes it."""
    about = loaded(About, files_of(data)[ABOUT], ABOUT)
    files = {RECORD: dumped(plain), ABOUT: files_of(data)[ABOUT]}
    try:
        files |= papers(record_of(loaded(Sealed, files[RECORD], RECORD)), about, b"")
    except BadInput:
        files |= {name: content for name, content in files_of(data).items() if name not in (*files, MANIFEST)}
    return zipped(files | {MANIFEST: manifest(files, b"")})


def sealed_anew(plain: Plain) -> Plain:
    """The same records with seals that fit what they say now."""
    before = ""
    for step in plain["records"]:
        before = step["seal"] = seal(before, step["kind"], step["content"] | {"v": step["v"]})
    return plain | {"head": before}


def noticed(data: bytes) -> bool:
    """Whether a check says that something is wrong with a bundle."""
    try:
        found = opened_bundle(data)
        return bool([*found.findings(), *verify(found.record)])
    except BadInput:
        return True


def lengthened(name: str, files: Files) -> None:
    files[name] += b" "


def removed(name: str, files: Files) -> None:
    del files[name]


def doubled(name: str, files: Files) -> None:
    folder, _, file = name.rpartition("/")
    files[f"{folder or 'more'}/{'x' * 3}{file}"] = files[name]


def one_byte(name: str, dice: random.Random, files: Files) -> None:
    content = bytearray(files[name])
    place = dice.randrange(len(content))
    content[place] ^= dice.randint(1, 255)
    files[name] = bytes(content)


def plain_of(data: bytes) -> Plain:
    plain: Plain = json.loads(files_of(data)["record.json"])
    return plain


def mutated(plain: Plain, dice: random.Random) -> Plain:
    """The record with one thing in it changed, left out, put in, doubled or moved, at a place somewhere."""
    while True:
        other: Plain = json.loads(json.dumps(plain))
        holder = _somewhere(other, dice)
        if isinstance(holder, dict):
            _mutate_object(holder, dice)
        else:
            _mutate_list(holder, dice)
        if dumped(other) != dumped(plain):
            return other


def _somewhere(plain: Any, dice: random.Random) -> Any:  # noqa: ANN401 - any JSON
    holder = plain
    while True:
        inner = [each for each in (holder.values() if isinstance(holder, dict) else holder) if each]
        inner = [each for each in inner if isinstance(each, dict | list)]
        if not inner or (holder is not plain and dice.random() < 0.25):
            return holder
        holder = dice.choice(inner)


def _mutate_object(holder: dict[str, Any], dice: random.Random) -> None:
    key = dice.choice([*holder, "more"])
    match dice.randrange(4):
        case 0:
            holder.pop(key, None)
        case 1:
            holder[f"{key}_too"] = holder.get(key)
        case 2:
            other = dice.choice(list(holder) or ["more"])
            holder[key], holder[other] = holder.get(other), holder.get(key)
        case _:
            holder[key] = _other(holder.get(key), dice)


def _mutate_list(holder: list[Any], dice: random.Random) -> None:
    place = dice.randrange(len(holder) or 1)
    match dice.randrange(4):
        case 0:
            holder[place : place + 1] = []
        case 1:
            holder.insert(dice.randint(0, len(holder)), holder[place] if holder else "more")
        case 2:
            dice.shuffle(holder)
        case _:
            holder[place : place + 1] = [_other(holder[place] if holder else None, dice)]


def _other(value: Any, dice: random.Random) -> Any:  # noqa: ANN401 - any JSON
    """A value near this one, or a crafted one."""
    crafted: tuple[Any, ...] = (
        None,
        [],
        {},
        "x",
        "",
        -1,
        0,
        1,
        10**30,
        1e300,
        True,
        False,
        {"lc": 2, "id": ["os", "system"]},
    )
    if isinstance(value, str) and value and dice.random() < 0.7:
        place = dice.randrange(len(value))
        near = (
            value[:place] + value[place + 1 :],
            value[:place] + dice.choice("xyz019 é\n\u200b") + value[place + 1 :],
        )
        return dice.choice((*near, value.swapcase(), value + " ", value + "\r\n"))
    if isinstance(value, int | float) and dice.random() < 0.7:
        return dice.choice((value + 1, value - 1, float(value), bool(value), str(value)))
    return dice.choice(crafted)
