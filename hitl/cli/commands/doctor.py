"""`doctor`: whether this desk is well."""

from dataclasses import asdict

from hitl.cli.group import Answer, hitl
from hitl.cli.options import json_option
from hitl.cli.terminal import GREEN, RED, YELLOW, put

_MARKS = {"ok": ("ok", GREEN), "warning": ("warning", YELLOW), "failed": ("FAILED", RED)}


@hitl.command()
@json_option
def doctor() -> Answer:
    """Check the settings, the writer and the database.

    Nothing is made, migrated or changed, no token is spent, and nothing secret is printed.

    The exit status is 0 when nothing failed (warnings are allowed), 1 when something did, 2 for wrong usage.
    """
    from hitl.doctor import examine_here, healthy

    checks = examine_here()
    well = healthy(checks)

    def say() -> None:
        width = max(len(check.name) for check in checks)
        for check in checks:
            word, ink = _MARKS[check.state]
            put((f"{word:<7}", ink), f"  {check.name:<{width}}  {' '.join(check.told.split())}")

    return Answer({"healthy": well, "checks": [asdict(check) for check in checks]}, say, well)
