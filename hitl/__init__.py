"""A review desk for text that a language model writes."""

__version__ = "0.1.0"
