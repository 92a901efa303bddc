"""The commands, a file for each sort; they add themselves to the group when they are imported."""
