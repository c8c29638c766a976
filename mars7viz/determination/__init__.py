"""Determination of the path: the documents as measurements, the flight as the law."""
