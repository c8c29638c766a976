"""The Soviet Mars 7 mission of 1973-74, drawn from its documents."""

__version__ = "0.1.0"
