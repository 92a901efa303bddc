"""Texts of any number of words, to measure how long a diff takes."""

import random


def text(size: int, seed: int) -> str:
    """Paragraphs of sentences of words, the short ones more often."""
    rng = random.Random(seed)  # noqa: S311 - a repeatable text, no secret
    letters = "etaoinshrdlucmfw"
    words = ["".join(rng.choices(letters, k=rng.randint(2, 9))) for _ in range(2_000)] + [
        "the",
        "of",
        "and",
        "to",
    ] * 150
    paragraphs = []
    left = size
    while left > 0:
        lengths = [rng.randint(6, 20) for _ in range(rng.randint(2, 5))]
        paragraphs.append(" ".join(" ".join(rng.choices(words, k=n)).capitalize() + "." for n in lengths))
        left -= sum(lengths)
    return "\n\n".join(paragraphs)


def edited(text: str) -> str:
    """The same text with one word in 200 edited and its first paragraph moved to its end."""
    first, *paragraphs = text.split("\n\n")
    words = "\n\n".join([*paragraphs, first]).split(" ")
    return " ".join(f"edit{k}" if k % 200 == 100 else word for k, word in enumerate(words))
