"""How far a picture may be from the approved one, and what a failure leaves to look at."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

AMPLIFIED = 16


@dataclass(frozen=True)
class Limits:
    """No channel may differ by more than ``most``; few may differ by more than ``slightly``."""

    most: int = 8
    slightly: int = 2
    share: float = 0.001


def complaint(expected, actual, limits):
    """Say in one line what is wrong, or None. Both (h, w, 3) uint8."""
    if expected.shape != actual.shape:
        return f"the picture is {actual.shape}, approved is {expected.shape}"
    apart = np.abs(actual.astype(int) - expected.astype(int)).max(axis=2)
    share = np.count_nonzero(apart > limits.slightly) / apart.size
    if apart.max() > limits.most:
        y, x = np.unravel_index(apart.argmax(), apart.shape)
        return (
            f"{np.count_nonzero(apart > limits.most)} pixels differ by more than {limits.most}, "
            f"the most by {apart.max()} at x {x}, y {y}"
        )
    if share >= limits.share:
        return f"{share:.2%} of the pixels differ by more than {limits.slightly}"
    return None


def leave_evidence(folder, name, expected, actual):
    """Write expected, actual and the amplified difference (grey is none); return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {"expected": expected, "actual": actual}
    if expected.shape == actual.shape:
        difference = actual.astype(int) - expected.astype(int)
        pictures["difference"] = np.clip(128 + AMPLIFIED * difference, 0, 255).astype(np.uint8)
    for what, picture in pictures.items():
        Image.fromarray(picture).save(folder / f"{name}.{what}.png")
    return folder
