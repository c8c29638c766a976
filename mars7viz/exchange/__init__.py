"""Paths that leave the program and paths that come in: export, reading, comparison."""
