"""What the index keeps of an article to compare it with others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import xxhash

from pipelines.deduplication.minhash import Keys, band_keys, sample_keys
from pipelines.deduplication.shingles import shingles
from pipelines.deduplication.words import Codes, Words, read_words

MIN_WORDS = 10
"""Shorter texts (title, lead and body together) are nobody's duplicate: they are captions, or pages that only attach a
file, and alike without being the same."""

_VALUE_RUN = np.uint32(1)


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """The comparable side of one article; a pure function of its text and of who published it when."""

    article_id: str
    """Key of the article in the dataset."""
    portal: str
    """Portal that published it."""
    published_at: datetime | None
    """When (aware); ``None`` when no date is known: it then leads nobody who has one."""
    fetched_at: datetime | None
    """When this text was fetched (aware); of two texts of one article the later fetched counts."""
    source: str | None
    """Where the page says the text was taken from."""
    codes: Codes
    """Word codes in reading order."""
    values: tuple[str, ...]
    """Numbers, dates and names in reading order."""
    exact: bytes
    """128-bit hash of the folded words: equal for equal texts."""
    text: int
    """64-bit hash of ``codes``: equal when the words and what is taken for a value are the same."""
    skeleton: int
    """64-bit hash of the words with every run of values blanked: equal for notices from one template."""
    bands: Keys
    """MinHash band keys; empty when the text is too short to be compared."""
    samples: Keys
    """Sampled long shingles."""

    @property
    def comparable(self) -> bool:
        """Whether the text is long enough to be anybody's duplicate."""
        return len(self.codes) >= MIN_WORDS


def fingerprint(
    article_id: str,
    portal: str,
    title: str,
    lead: str | None,
    body: str,
    published_at: datetime | None,
    source: str | None = None,
    *,
    fetched_at: datetime | None = None,
) -> Fingerprint:
    """Compute the fingerprint of one article from its fields as stored in the dataset."""
    words = read_words(f"{title}\n{lead}\n{body}" if lead else f"{title}\n{body}")
    long_enough = len(words.codes) >= MIN_WORDS
    hashes = shingles(words.codes if long_enough else words.codes[:0])
    return Fingerprint(
        article_id=article_id,
        portal=portal,
        published_at=published_at,
        fetched_at=fetched_at,
        source=source,
        codes=words.codes,
        values=words.values,
        exact=xxhash.xxh3_128_digest(words.wide.data),
        text=xxhash.xxh3_64_intdigest(words.codes.data),
        skeleton=_skeleton(words),
        bands=band_keys(hashes),
        samples=sample_keys(hashes),
    )


def _skeleton(words: Words) -> int:
    is_value = (words.codes & _VALUE_RUN) != 0
    blanked = np.where(is_value, _VALUE_RUN, words.codes)
    repeated = np.zeros(len(blanked), dtype=np.bool_)
    repeated[1:] = is_value[1:] & is_value[:-1]
    return xxhash.xxh3_64_intdigest(blanked[~repeated].data)
