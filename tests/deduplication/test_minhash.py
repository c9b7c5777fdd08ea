"""Band keys propose pairs as the theory says; samples of a part are among those of the whole."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.deduplication.fingerprint import fingerprint
from pipelines.deduplication.minhash import KEY_BITS, N_BANDS, N_ROWS, band_keys, sample_keys
from pipelines.deduplication.shingles import containment, distinct, n_shared, resemblance, shingles
from tests.deduplication.texts import prose

N_PAIRS = 400


@pytest.mark.parametrize("alike", [0.1, 0.3, 0.5, 0.6, 0.75])
@pytest.mark.parametrize("size", [60, 700])
def test_pairs_meet_as_often_as_the_theory_says(alike: float, size: int) -> None:
    rng = np.random.default_rng(int(alike * 100) + size)
    n_common = round(2 * size * alike / (1 + alike))
    true = n_common / (2 * size - n_common)
    met = 0
    for _ in range(N_PAIRS):
        common = rng.integers(0, 1 << 63, n_common, dtype=np.uint64)
        one, other = (
            np.concatenate((common, rng.integers(0, 1 << 63, size - n_common, dtype=np.uint64))) for _ in range(2)
        )
        met += bool(np.intersect1d(band_keys(one), band_keys(other)).size)
    expected = 1 - (1 - true**N_ROWS) ** N_BANDS
    assert met / N_PAIRS == pytest.approx(expected, abs=3.5 * (expected * (1 - expected) / N_PAIRS) ** 0.5 + 0.02)


def test_keys_fit_their_bits_and_bands_do_not_mix() -> None:
    keys = band_keys(shingles(fingerprint("a-1", "a", "Tin", None, prose(1), None).codes))
    assert len(keys) == N_BANDS
    assert int(keys.max()) < 1 << KEY_BITS
    assert (keys >> np.uint64(KEY_BITS - 5)).tolist() == list(range(N_BANDS))


def test_samples_of_a_part_are_samples_of_the_whole() -> None:
    whole = shingles(fingerprint("a-1", "a", "Tin", None, prose(1, 2_000), None).codes)
    part = whole[400:1_200]
    assert set(sample_keys(part).tolist()) <= set(sample_keys(whole).tolist())
    assert 10 <= len(sample_keys(part)) <= 45
    assert len(sample_keys(whole[:3])) == 0
    assert len(band_keys(whole[:0])) == 0


def test_measures() -> None:
    one, other = (distinct(np.array(list(some), dtype=np.uint64)) for some in ([1, 2, 3, 3], [3, 2, 9]))
    shared = n_shared(one, other)
    assert shared == 2
    assert resemblance(shared, len(one), len(other)) == 0.5
    assert containment(shared, len(one), len(other)) == pytest.approx(2 / 3)
    assert resemblance(0, 0, 0) == containment(0, 0, 0) == 0
