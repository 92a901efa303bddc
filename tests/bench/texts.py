"""Texts of a given size, the same ones in every run."""

from functools import cache
from random import Random

CHARACTERS = 3_000
"""A long post: what a revision is taken to be where nothing else is said."""


@cache
def _words() -> list[str]:
    letters = Random(1)  # noqa: S311 - a repeatable text, no secret
    return ["".join(letters.choices("etaoinshrdlucmfwypvbgk", k=letters.randint(2, 9))) for _ in range(3_000)]


def text(number: int, characters: int = CHARACTERS) -> str:
    """Text number `number`, which begins with that number and has words and paragraphs of its own."""
    rng = Random(number)  # noqa: S311 - as above
    parts = [f"Text {number}."]
    size = len(parts[0])
    while size < characters:
        sentence = " ".join(rng.choices(_words(), k=rng.randint(6, 20))).capitalize() + "."
        parts.append(("\n\n" if rng.random() < 0.2 else " ") + sentence)
        size += len(parts[-1])
    return "".join(parts)[:characters]


def ask(number: int) -> str:
    """What an editor asks for, about a text with this number."""
    return f"{number}: shorter, friendlier, and keep the figure of {number} per cent in the first paragraph, please."
