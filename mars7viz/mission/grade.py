"""The six words for how well a statement is founded, the same everywhere in the program."""

from enum import StrEnum


class Grade(StrEnum):
    """How well a statement is founded; the value is the word in mission files and in JSON.

    The words stand in falling order of evidence.
    """

    DOCUMENTED = "documented"
    """Printed in a stored source."""
    DERIVED = "derived"
    """Computed from documented values by standard formulae."""
    RECONSTRUCTED = "reconstructed"
    """Our own estimation of what no document gives."""
    ASSUMED = "assumed"
    """Typical, borrowed from a like vehicle, or unverified."""
    WHAT_IF = "what-if"
    """What would have been, had the plan held."""
    NO_RECORD = "no record"
    """Nothing is known; never to be read as "off" or as zero."""
