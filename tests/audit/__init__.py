"""Generated reviews whose records are verified, tampered with, replayed and rebuilt: `python -m tests.audit`."""
