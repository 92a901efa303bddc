"""The commands, one in a file; each adds itself to the group when it is imported."""
