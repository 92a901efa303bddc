"""Other programs that tell what changed, as functions from two texts to changes; those that are installed.

None of them is needed by hitl: `pip install redlines jiwer diff-match-patch fast-diff-match-patch` and
Debian's `git`, `php-cli` and `php-wikidiff2` (what MediaWiki uses) bring them.
"""

import difflib
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from hitl.diff import Change, Kind, compare

Differ = Callable[[str, str], Iterable[Change]]
_SIGNS: dict[object, Kind] = {
    "=": "same",
    "-": "delete",
    "+": "insert",
    0: "same",
    -1: "delete",
    1: "insert",
    " ": "same",
}
_WIKI = "echo wikidiff2_inline_diff(file_get_contents($argv[1]), file_get_contents($argv[2]), 100000);"
_WIKI_LINE = re.compile(r'<div class="mw-diff-inline-(\w+)[^"]*">(.*?)</div>')
_WIKI_PART = re.compile(r"<(del|ins)[^>]*>(.*?)</\1>|([^<]+)")


def installed() -> dict[str, Differ]:
    """What can be asked here, by name; hitl first."""
    found: dict[str, Differ] = {"hitl": compare, "difflib, words": _difflib}
    libraries: dict[str, tuple[str, Differ]] = {
        "redlines": ("redlines", _redlines),
        "jiwer": ("jiwer", _jiwer),
        "diff-match-patch": ("diff_match_patch", _diff_match_patch),
        "fast-diff-match-patch": ("fast_diff_match_patch", _fast_diff_match_patch),
    }
    found |= {name: differ for name, (module, differ) in libraries.items() if find_spec(module)}
    if shutil.which("git"):
        found["git --word-diff"] = _git
    if shutil.which("php") and "wikidiff2" in _run(["php", "-m"]):
        found["wikidiff2 (MediaWiki)"] = _wikidiff2
    return found


def _difflib(old: str, new: str) -> Iterator[Change]:
    a, b = (re.findall(r"\w+|\s+|.", text) for text in (old, new))
    return _from_opcodes(a, b, difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes())


def _redlines(old: str, new: str) -> Iterator[Change]:
    operations = import_module("redlines").Redlines(old, new)._diff_ops
    for each in operations:
        a, b = each.source_chunk.text, each.test_chunk.text
        yield from _from_opcodes(a, b, [each.opcodes])


def _jiwer(old: str, new: str) -> Iterator[Change]:
    a, b = (re.findall(r"\S+\s*", text) for text in (old, new))
    names = {"equal": "equal", "substitute": "replace", "insert": "insert", "delete": "delete"}
    (chunks,) = import_module("jiwer").process_words(" ".join(old.split()), " ".join(new.split())).alignments
    ranges = ((names[c.type], c.ref_start_idx, c.ref_end_idx, c.hyp_start_idx, c.hyp_end_idx) for c in chunks)
    return _from_opcodes(a, b, ranges)


def _diff_match_patch(old: str, new: str) -> Iterator[Change]:
    matcher = import_module("diff_match_patch").diff_match_patch()
    parts = matcher.diff_main(old, new)
    matcher.diff_cleanupSemantic(parts)
    return (Change(_SIGNS[sign], text) for sign, text in parts)


def _fast_diff_match_patch(old: str, new: str) -> Iterator[Change]:
    parts = import_module("fast_diff_match_patch").diff(old, new, cleanup="Semantic", counts_only=False)
    return (Change(_SIGNS[sign], text) for sign, text in parts)


def _git(old: str, new: str) -> Iterator[Change]:
    options = ["-U1000000", "--no-index", "--no-color", "--word-diff=porcelain"]
    with tempfile.TemporaryDirectory() as folder:
        paths = _saved(folder, old, new)
        said = _run(["git", "diff", *options, r"--word-diff-regex=[[:alnum:]]+|[^[:space:]]", *paths])
    _, _, body = said.partition("\n@@")
    for line in body.split("\n")[1:]:
        if line[:1] in _SIGNS and line[:1]:
            yield Change(_SIGNS[line[:1]], line[1:])


def _wikidiff2(old: str, new: str) -> Iterator[Change]:
    kinds: dict[str, Kind] = {"added": "insert", "deleted": "delete", "del": "delete", "ins": "insert"}
    with tempfile.TemporaryDirectory() as folder:
        html = _run(["php", "-r", _WIKI, "--", *_saved(folder, old, new)])
    for name, line in _WIKI_LINE.findall(html):
        for tag, marked, plain in _WIKI_PART.findall(line):
            yield Change(kinds.get(tag or name, "same"), unescape(marked or plain))


def _from_opcodes(a: list[str], b: list[str], opcodes: Iterable[tuple[str, int, int, int, int]]) -> Iterator[Change]:
    for name, i1, i2, j1, j2 in opcodes:
        if name == "equal":
            yield Change("same", "".join(b[j1:j2]))
        else:
            yield Change("delete", "".join(a[i1:i2]))
            yield Change("insert", "".join(b[j1:j2]))


def _saved(folder: str, *texts: str) -> list[str]:
    paths = [Path(folder, name) for name in ("old", "new")]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return list(map(str, paths))


def _run(command: list[str]) -> str:
    return subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8").stdout
