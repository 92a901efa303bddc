"""What the commands show: lists, texts, diffs, files."""

import csv
import io
from pathlib import Path

from hitl import export
from hitl.desk import ReviewDesk
from hitl.settings import Settings
from tests.cli.conftest import CommandLine
from tests.conftest import ROOT


def test_the_list_has_what_waits_on_top_and_fits_80_columns(cli: CommandLine, started: str) -> None:
    done = cli("start", "A very long topic, 図書館, " * 10).stdout.strip()
    cli("abandon", done, "--seen", "1", "No longer needed.")
    newest = cli("start", "The newest", "--as", "Somebody with a very long name").stdout.strip()
    lines = cli("list").stdout.splitlines()
    found = cli.told("list", "--status", "abandoned", "--status", "accepted")

    assert [line.split()[0] for line in lines] == ["review", newest[:8], started[:8], done[:8]]
    assert max(map(len, lines)) <= 80
    assert lines[1] == f"{newest[:8]}  Waiting for you  v1    Somebody wi…  now  The newest"
    assert (found["total"], [line["id"] for line in found["reviews"]]) == (1, [done])


def test_the_list_is_searched_and_bounded(cli: CommandLine, started: str) -> None:
    cli("start", "The old museum")
    bounded = cli.told("list", "--limit", "1")
    searched = cli.told("list", "--search", "library")

    assert (bounded["total"], len(bounded["reviews"])) == (2, 1)
    assert [line["id"] for line in searched["reviews"]] == [started]
    assert cli("list", "--search", "nothing of this").stdout == ""


def test_a_diff_marks_what_came_and_went_beside_its_colour_and_the_earlier_text_is_still_shown(
    cli: CommandLine, started: str
) -> None:
    cli("edit", started, "--seen", "1", "-", stdin="Draft 2 of the text.")
    plain, colour = cli("diff", started).stdout, cli("diff", started, "v1", "2", colour=True).stdout
    told, earlier = cli.told("diff", started), cli("show", started, "--revision", "1").stdout

    assert "\nDraft 1 of the text.\n" in earlier
    assert "Draft 2" not in earlier
    assert "Draft [-1-]{+2+} of the text.\n" in plain
    assert "Draft \x1b[31m[-1-]\x1b[0m\x1b[32m\x1b[4m{+2+}\x1b[0m of the text.\n" in colour
    assert (told["from"], told["to"], told["words"]["added"]) == (1, 2, 1)
    assert told["changes"][1:3] == [
        {"kind": "delete", "text": "1", "move": None},
        {"kind": "insert", "text": "2", "move": None},
    ]


def test_a_diff_marks_what_moved_where_it_was_and_where_it_is(cli: CommandLine) -> None:
    first, moved = "The first paragraph tells of books.", "The second one is about the opening hours in May."
    begun = cli("start", "--text", "-", stdin=f"{first}\n\n{moved}\n\nThe end comes here.").stdout.strip()
    cli("edit", begun, "--seen", "1", "-", stdin=f"{moved}\n\n{first}\n\nThe end comes here.")
    shown = cli("diff", begun).stdout

    assert shown.count("{~") == shown.count("~}") == shown.count("[~") == shown.count("~]") > 0


def test_a_diff_may_leave_out_what_nobody_changed(cli: CommandLine) -> None:
    text = " ".join(f"Sentence number {n} stands here." for n in range(30))
    begun = cli("start", "--text", "-", stdin=text).stdout.strip()
    cli("edit", begun, "--seen", "1", "-", stdin=text.replace("15", "fifteen"))
    shown = cli("diff", begun, "--changes").stdout

    assert "number [-15-]{+fifteen+} stands" in shown
    assert "number 3 " not in shown
    assert shown.startswith("… 70 words …")


def test_exports_are_exact_and_overwrite_nothing(cli: CommandLine, started: str) -> None:
    cli("edit", started, "--seen", "1", "-", stdin="Ünïcode \x1b[2J and\n\nmore.")
    exact = cli("export", started, "--format", "txt").stdout_bytes
    told = cli.told("export", started, "-o", "text.html")
    Path("taken.md").write_text("precious", encoding="utf-8")
    refused = cli.refused("export", started, "-o", "taken.md", status=2)
    kept = Path("taken.md").read_text("utf-8")
    said = cli("export", started, "-o", "taken.md", "--force", "--revision", "1").stdout
    desk = ReviewDesk(Settings(), drives="none")
    review, decisions = desk.review(started), desk.decisions(started)
    first, second = desk.revisions(started)
    desk.close()

    assert exact == "Ünïcode \x1b[2J and\n\nmore.".encode()
    assert Path("text.html").read_bytes() == export.html(review, second, decisions)
    assert (told["file"], told["format"], told["bytes"]) == ("text.html", "html", Path("text.html").stat().st_size)
    assert (refused["kind"], kept) == ("bad input", "precious")
    assert Path("taken.md").read_bytes() == export.markdown(review, first, decisions)
    assert said == f"taken.md: {Path('taken.md').stat().st_size:,} bytes.\n"


def test_every_file_can_be_had_and_stands_in_the_help(cli: CommandLine, started: str) -> None:
    texts = [one.ending for one in export.FORMATS]
    histories = [f"history.{whole.ending}" for whole in export.HISTORY_FORMATS]
    shown = cli("export", "--help").stdout
    for name in texts + histories:
        cli("export", started, "-o", f"all.{name}")
    table = cli("export", started, "--format", "history.csv").stdout_bytes.decode("utf-8-sig")
    nowhere = cli.refused("export", started, "-o", "no/such/folder.txt", status=1)

    assert [row["event"] for row in csv.DictReader(io.StringIO(table))] == ["started", "revision"]
    assert nowhere["sentence"] == "no/such/folder.txt cannot be written: No such file or directory."
    assert [name for name in texts + histories if name not in shown] == []
    assert min(Path(f"all.{name}").stat().st_size for name in texts + histories) > 10
    assert Path("all.docx").read_bytes() != Path("all.history.docx").read_bytes()


def test_every_name_in_the_json_stands_in_the_docs(cli: CommandLine, started: str) -> None:
    revised = cli.told("revise", started, "--seen", "1", "Shorter.")
    stale = cli.refused("accept", started, "--seen", "1", status=3)
    assert revised["decision"]["displayed"] is None  # it was named, not shown
    again = cli.told("start", "--from", f"{started}:1")
    others = [cli.told(*command) for command in (("list",), ("history", started), ("diff", started))]
    file = cli.told("export", started, "-o", "text.txt")
    docs = (ROOT / "docs" / "cli.md").read_text("utf-8")

    assert sorted(name for name in names([revised, stale, again, *others, file]) if f"`{name}`" not in docs) == []


def names(shape: object) -> set[str]:
    """All names in a shape, however deep."""
    if isinstance(shape, dict):
        return set(shape).union(*map(names, shape.values()))
    return set().union(*map(names, shape)) if isinstance(shape, list) else set()
