"""What every engine returns and how it is compared: counts rolled up the tree, as the same bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from .data import DISTRICTS, PROVINCES, UNITS

# A verdict (0 not met, 1 missing data, 2 needs a person, 3 met) and a deciding part (0 …, NONE when met) in one number.
REASONS = 16
NONE = 15
CODES = 4 * REASONS


@dataclass(frozen=True)
class Outcome:
    """Counts of each title's packed codes, rolled up: shape (titles, all nodes, CODES); chosen people in the quota."""

    counts: np.ndarray
    inside: int | None = None


def pack(verdict: np.ndarray, reason: np.ndarray) -> np.ndarray:
    """Join verdict and deciding part; a met verdict has none."""
    return np.where(verdict == 3, 3 * REASONS + NONE, verdict * REASONS + reason)


def rolled(counts: np.ndarray) -> np.ndarray:
    """Add the units of each district, province and the whole: shape (titles, all nodes, CODES)."""
    districts = np.arange(UNITS) * DISTRICTS // UNITS
    provinces = np.arange(DISTRICTS) * PROVINCES // DISTRICTS
    by_district = np.add.reduceat(counts, np.searchsorted(districts, np.arange(DISTRICTS)), axis=1)
    by_province = np.add.reduceat(by_district, np.searchsorted(provinces, np.arange(PROVINCES)), axis=1)
    top = by_province.sum(axis=1, keepdims=True)
    return np.concatenate([counts, by_district, by_province, top], axis=1)


def digest(outcome: Outcome) -> str:
    """Return one short word for all counts of all nodes; engines that agree give the same."""
    found = hashlib.sha256(repr(outcome.inside).encode())
    for counts in outcome.counts:
        found.update(np.ascontiguousarray(counts.astype(np.int32)).tobytes())
    return found.hexdigest()[:16]
