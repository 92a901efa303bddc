"""Writers: each is a callable that takes an `Assignment`, yields the text as it grows and returns a `Written`."""
