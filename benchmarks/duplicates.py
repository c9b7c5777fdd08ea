"""Duplicates with planted truth: what is found, what is wrongly merged, what it costs; other methods beside it.

    python benchmarks/duplicates.py [--texts 100000] [--beside 10000] [--shuffles 20] [--seed 7]
    python benchmarks/duplicates.py --scale 1000000

Needs, besides the project: pip install --no-deps underthesea==9.5.0; pip install datasketch simhash.
The second form fills an index with that many random fingerprints and says what opening and using it costs.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from duplicate_methods import METHODS, Marks
from vietnamese_texts import COPIES, Composed, collection

from pipelines.deduplication.fingerprint import Fingerprint, fingerprint
from pipelines.deduplication.index import DuplicateIndex
from pipelines.deduplication.minhash import band_keys, sample_keys
from pipelines.deduplication.shingles import shingles

TARGETS = {"edited": 0.97, "cut": 0.97, "framed": 0.99, "decomposed": 1, "retoned": 1, "respaced": 1, "copied": 1}
SAMPLED_PAIRS = 10_000_000


@dataclass(frozen=True, slots=True)
class Score:
    """What one method did to one collection."""

    found: dict[str, float]
    """Share of the copies found, by the way they were made."""
    n_notices_merged: int
    n_wrong: int
    """Other articles in a cluster with one they have nothing to do with."""
    n_sampled_wrong: int
    """Of ten million sampled unrelated pairs, those in one cluster."""


def fingerprint_of(one: Composed) -> Fingerprint:
    return fingerprint(one.article_id, one.portal, one.title, None, one.body, one.published_at)


def clusters(texts: Sequence[Composed], marks: Marks) -> dict[str, str]:
    """article_id → one article of its cluster."""
    root = {one.article_id: one.article_id for one in texts}

    def top(key: str) -> str:
        while root[key] != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    for later, earlier in marks.items():
        root[top(later)] = top(earlier)
    return {key: top(key) for key in root}


def score(texts: Sequence[Composed], marks: Marks, pairs: Iterable[tuple[str, str]] = ()) -> Score:
    """Compare ``marks`` (and, for parts of longer articles, ``pairs``) with the truth."""
    cluster = clusters(texts, marks)
    together = {*pairs, *((later, earlier) for earlier, later in pairs)}
    by_id = {one.article_id: one for one in texts}
    n_of, hits = Counter[str](), Counter[str]()
    for one in texts:
        if one.of is None:
            continue
        n_of[one.kind] += 1
        hits[one.kind] += cluster[one.article_id] == cluster[one.of] or (one.article_id, one.of) in together
    truth = {one.article_id: one.of or one.article_id for one in texts}
    sizes, groups = Counter(cluster.values()), Counter((root, truth[key]) for key, root in cluster.items())
    strangers = [key for key, root in cluster.items() if sizes[root] > groups[root, truth[key]]]
    n_notices = sum(by_id[key].kind == "notice" for key in strangers)
    return Score(
        {kind: hits[kind] / n_of[kind] for kind in n_of},
        n_notices,
        len(strangers) - n_notices,
        _sampled(texts, cluster, truth),
    )


def _sampled(texts: Sequence[Composed], cluster: dict[str, str], truth: dict[str, str]) -> int:
    ids = [one.article_id for one in texts]
    number = {key: place for place, key in enumerate(ids)}
    roots = np.array([number[cluster[key]] for key in ids])
    groups = np.array([number[truth[key]] for key in ids])
    rng = np.random.default_rng(1)
    one, other = rng.integers(0, len(ids), (2, SAMPLED_PAIRS))
    return int(np.count_nonzero((groups[one] != groups[other]) & (roots[one] == roots[other])))


def measure_project(texts: Sequence[Composed]) -> None:
    """The project's own index over all texts."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.process_time()
        fingerprints = [fingerprint_of(one) for one in texts]
        computed = time.process_time()
        index = DuplicateIndex.open(Path(folder))
        index.update(fingerprints)
        index.commit("all")
        ended = time.process_time()
        marks = {one.article_id: one.duplicate_of for one in index.assignments() if one.duplicate_of}
        pairs = [(pair.article_id, pair.of) for pair in index.pairs()]
        n_bytes = sum(file.stat().st_size for file in Path(folder).iterdir())
    found = score(texts, marks, pairs)
    kinds = Counter(one.kind for one in texts)
    print(f"newscrawler, {len(texts):,} texts of {np.mean([len(one.body.encode()) for one in texts]):,.0f} bytes")
    for kind in (*COPIES, "inside"):
        target = f"target {TARGETS[kind]:.0%}" if kind in TARGETS else "no target"
        print(f"  {kind:<11} found {found.found[kind]:8.2%} of {kinds[kind]:>6,}   {target}")
    print(f"  notices merged {found.n_notices_merged} of {kinds['notice']:,}; others wrongly merged {found.n_wrong}")
    print(f"  of {SAMPLED_PAIRS:,} sampled unrelated pairs in one cluster: {found.n_sampled_wrong}")
    print(f"  articles per CPU second: {len(texts) / (ended - started):,.0f} whole stage", end="; ")
    print(f"{len(texts) / (computed - started):,.0f} fingerprints, {len(texts) / (ended - computed):,.0f} index")
    print(f"  bytes on disk an article: {n_bytes / len(texts):,.0f}")


def measure_order(texts: Sequence[Composed], n_shuffles: int, seed: int) -> None:
    """The same articles in other orders and other runs."""
    rng = random.Random(seed)
    fingerprints = [fingerprint_of(one) for one in texts]
    outcomes = set()
    for _ in range(n_shuffles):
        rng.shuffle(fingerprints)
        with tempfile.TemporaryDirectory() as folder:
            index = DuplicateIndex.open(Path(folder))
            at = 0
            while at < len(fingerprints):
                size = rng.randint(1, len(fingerprints))
                index.update(fingerprints[at : at + size])
                index.commit(f"{at}")
                at += size
            outcomes.add(frozenset(index.assignments()) | frozenset(index.pairs()))
    print(f"  {n_shuffles} orders of {len(texts):,} texts, in runs of any size: {len(outcomes)} different outcome(s)")


def measure_others(texts: Sequence[Composed]) -> None:
    """Other methods, and the project again, on the same texts."""
    print(f"beside others, {len(texts):,} texts")
    print(f"  {'method':<48}{'docs/CPU s':>11}" + "".join(f"{kind:>11}" for kind in COPIES) + "  notices  wrong")
    for name, method in {**METHODS, "newscrawler": _project}.items():
        started = time.process_time()
        marks = method(texts)
        rate = len(texts) / (time.process_time() - started)
        found = score(texts, marks)
        shares = "".join(f"{found.found[kind]:>11.1%}" for kind in COPIES)
        print(f"  {name:<48}{rate:>11,.0f}{shares}{found.n_notices_merged:>9,}{found.n_wrong:>7,}", flush=True)


def _project(texts: Sequence[Composed]) -> Marks:
    with tempfile.TemporaryDirectory() as folder:
        index = DuplicateIndex.open(Path(folder))
        index.update(map(fingerprint_of, texts))
        index.commit("all")
        return {one.article_id: one.duplicate_of for one in index.assignments() if one.duplicate_of}


def measure_scale(n_articles: int) -> None:
    """An index of ``n_articles`` random articles of 700 words: size, opening, a later run."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.process_time()
        index = DuplicateIndex.open(Path(folder))
        rng = np.random.default_rng(1)
        peak = 0
        for number in range(n_articles):
            index.add(_random_fingerprint(rng, number))
            if number % 10_000 == 0:
                peak = max(peak, _status("RssAnon"))
        index.update()
        index.commit("all")
        peak = max(peak, _status("RssAnon"))
        print(f"{n_articles:,} articles indexed in {time.process_time() - started:,.0f} CPU seconds")
        highest = _status("VmHWM")
        print(f"  memory: {peak:,.0f} MB without mapped files at most; {highest:,.0f} MB with them")
        print(f"  disk: {sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e9:.2f} GB")
        del index
        later = [_random_fingerprint(rng, n_articles + number) for number in range(1_000)]
        clock = time.perf_counter()
        index = DuplicateIndex.open(Path(folder))
        opened = time.perf_counter()
        index.update(later[:1])
        first = time.perf_counter()
        index.update(later[1:])
        index.commit("later")
        print(f"  opened in {opened - clock:.3f} s; first article compared after {first - opened:.2f} s more", end="; ")
        print(f"999 more articles and the commit {time.perf_counter() - first:.2f} s")


def _random_fingerprint(rng: np.random.Generator, number: int) -> Fingerprint:
    codes = (rng.zipf(1.3, 700) % 50_000).astype(np.uint32) << np.uint32(1)
    hashes = shingles(codes)
    exact = rng.bytes(16)
    key = int.from_bytes(exact[:8])
    return Fingerprint(
        f"kontum-{number:016x}",
        "kontum",
        None,
        None,
        None,
        codes,
        (),
        exact,
        text=key,
        skeleton=key,
        bands=band_keys(hashes),
        samples=sample_keys(hashes),
    )


def _status(field: str) -> float:
    """Memory of this process in MB: ``RssAnon`` without mapped files, ``VmHWM`` the highest with them."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(field)), 0.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--beside", type=int, default=10_000, help="texts for the other methods; 0 leaves them out")
    parser.add_argument("--shuffles", type=int, default=20)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--scale", type=int, help="only fill an index with this many random articles")
    asked = parser.parse_args()
    if asked.scale:
        measure_scale(asked.scale)
        return
    measure_project(collection(asked.texts, asked.seed))
    if asked.shuffles:
        measure_order(collection(min(asked.texts, 3_000), asked.seed + 1), asked.shuffles, asked.seed)
    if asked.beside:
        measure_others(collection(min(asked.texts, asked.beside), asked.seed))


if __name__ == "__main__":
    main()
