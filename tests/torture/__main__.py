"""Proofs by torture, as figures: `python -m tests.torture kills --database sqlite --kills 200 --processes 4`.

What is acknowledged is carried out exactly once, whatever happens to the processes. Everything is bounded in
count and time, listens on socket files only, and ends only processes that it started.
"""

import argparse
import random
import sys
import time

from tests.torture import crowd, ground, kills, races, steps, verdict
from tests.torture.ground import figure
from tests.torture.verdict import Broken


def main() -> int:
    """Run one torture; the exit code is 1 if a promise was broken."""
    options = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    commands = options.add_subparsers(dest="command", required=True)
    for name, (run, arguments) in COMMANDS.items():
        command = commands.add_parser(name, help=run.__doc__)
        command.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
        command.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
        for argument, default in arguments.items():
            command.add_argument(f"--{argument}", type=int, default=default)
    chosen = options.parse_args()
    figure("database, seed", f"{chosen.database}, {chosen.seed}")
    broken = COMMANDS[chosen.command][0](chosen)
    return 1 if broken else 0


def run_kills(chosen: argparse.Namespace) -> int:
    """Kill servers at random moments."""
    with ground.address(chosen.database) as (address, folder):
        came = kills.torture(address, folder, chosen.kills, chosen.processes, chosen.seed)
    figure("kills, processes at a time", f"{chosen.kills}, {chosen.processes}")
    figure("seconds of killing", f"{came.seconds:.1f}")
    for outcome, times in sorted(came.clicks.items()):
        figure(f"clicks {outcome}", times)
    for fault, times in came.faults.items():
        figure("fault", f"{times} times: {fault}")
    figure("exits by code", dict(came.exits))
    figure("reviews left undone", came.undone)
    figure("recovery in seconds", f"{came.recovery_seconds:.2f}" if came.recovered else "not in time")
    return told(came.broken) + kills.unkilled(came.exits) + (not came.recovered)


def run_races(chosen: argparse.Namespace) -> int:
    """Let two tabs decide at the same moment, in one server and on two."""
    wrong = 0
    for way in (races.threads, races.processes):
        with ground.address(chosen.database) as (address, _), way(address) as (desk, click):
            began = time.monotonic()
            came = races.race(desk, click, chosen.races)
        sys.stdout.write(f"\ntwo {way.__name__}, {chosen.races} races, {time.monotonic() - began:.1f} s\n")
        sys.stdout.write(f"{'pair':<42}{'races':>7}{'first':>7}{'second':>7}{'both':>7}{'told':>7}{'wrong':>7}\n")
        for pair, r in came.items():
            counts = (r.races, r.first_won, r.second_won, r.same_click, r.losers_told, len(r.wrong))
            sys.stdout.write(f"{pair:<42}" + "".join(f"{count:>7}" for count in counts) + "\n")
            sys.stdout.writelines(f"    {sentence}\n" for sentence in r.wrong[:5])
            wrong += len(r.wrong)
    return wrong


def run_steps(chosen: argparse.Namespace) -> int:
    """Kill a server at each single step of each kind of turn."""
    columns, wrong = ("turn", "steps", "kills", "told", "untold", "absent", *verdict.PER_REVIEW), 0
    sys.stdout.write("".join(f"{column:>12}" for column in columns) + "\n")
    with ground.address(chosen.database) as (address, folder):
        for name in steps.TURNS:
            turn = steps.torture(address, folder, name, chosen.every)
            found = [turn.broken.get(promise, []) for promise in verdict.PER_REVIEW]
            counts = (turn.name, turn.steps, turn.kills, turn.acknowledged, turn.untold, turn.absent, *map(len, found))
            sys.stdout.write("".join(f"{count:>12}" for count in counts) + "\n")
            sys.stdout.writelines(f"    {sentence}\n" for sentences in found for sentence in sentences[:10])
            wrong += sum(map(len, found))
    return wrong


def run_crowd(chosen: argparse.Namespace) -> int:
    """Let many editors work at once."""
    with ground.address(chosen.database) as (address, _):
        came = crowd.torture(address, chosen.editors, chosen.turns, chosen.processes)
    figure("editors, turns each, servers", f"{chosen.editors}, {chosen.turns}, {chosen.processes}")
    figure("seconds in all", f"{came.seconds:.1f}")
    figure("turns", len(came.tally.turns))
    figure("errors", len(came.tally.errors))
    for error in came.tally.errors[:10]:
        sys.stdout.write(f"    {error}\n")
    figure("recorded, median / p95 / max", crowd.spread(came.tally.recorded))
    figure("whole turn, median / p95 / max", crowd.spread(came.tally.turns))
    return told(came.broken) + len(came.tally.errors)


def told(broken: Broken) -> int:
    """Print how often each promise was broken, and the first cases of each; how many there are."""
    for promise, sentences in broken.items():
        figure(promise, len(sentences))
        for sentence in sentences[:20]:
            sys.stdout.write(f"    {sentence}\n")
    return sum(map(len, broken.values()))


COMMANDS = {
    "kills": (run_kills, {"kills": 200, "processes": 4}),
    "steps": (run_steps, {"every": 1}),
    "races": (run_races, {"races": 1000}),
    "crowd": (run_crowd, {"editors": 50, "turns": 10, "processes": 1}),
}

if __name__ == "__main__":
    sys.exit(main())
