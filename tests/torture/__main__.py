"""Proofs by torture, as figures: `python -m tests.torture kills --database sqlite --kills 200 --processes 4`.

What is acknowledged is carried out exactly once, whatever happens to the processes. Everything is bounded in
count and time, listens on socket files only, and ends only processes that it started.
"""

import argparse
import random
import sys
import time

from tests.torture import ground, kills, races, steps


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
    say(f"database {chosen.database}, seed {chosen.seed}")
    return 0 if COMMANDS[chosen.command][0](chosen) else 1


def run_kills(chosen: argparse.Namespace) -> bool:
    """Kill servers at random moments."""
    with ground.address(chosen.database) as (address, folder):
        came = kills.torture(address, folder, chosen.kills, chosen.processes, chosen.seed)
    for name, value in vars(came).items():
        say(f"{name:<18}{dict(value) if isinstance(value, dict) else value}")
    return came.well


def run_races(chosen: argparse.Namespace) -> bool:
    """Let two tabs decide at the same moment, in one server and on two."""
    wrong = 0
    for way in (races.threads, races.processes):
        with ground.address(chosen.database) as (address, _), way(address) as (desk, click):
            began = time.monotonic()
            came = races.race(desk, click, chosen.races)
        say(f"two {way.__name__}, {chosen.races} races, {time.monotonic() - began:.1f} s")
        for pair, raced in came.items():
            say(f"{pair:<42}{dict(raced.won)}, wrong: {len(raced.wrong)}", *raced.wrong[:5])
            wrong += len(raced.wrong)
    return not wrong


def run_steps(chosen: argparse.Namespace) -> bool:
    """Kill a server at each single step of each kind of turn."""
    wrong = 0
    with ground.address(chosen.database) as (address, folder):
        for name in steps.TURNS:
            turn = steps.torture(address, folder, name, chosen.every)
            say(
                ", ".join(f"{what}: {value}" for what, value in vars(turn).items() if what != "wrong"), *turn.wrong[:20]
            )
            wrong += len(turn.wrong)
    return not wrong


def say(line: str, *below: str) -> None:
    """Print a line, and what belongs below it."""
    sys.stdout.write("\n    ".join((line, *below)) + "\n")
    sys.stdout.flush()


COMMANDS = {
    "kills": (run_kills, {"kills": 200, "processes": 4}),
    "steps": (run_steps, {"every": 1}),
    "races": (run_races, {"races": 1000}),
}

if __name__ == "__main__":
    sys.exit(main())
