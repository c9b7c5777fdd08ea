"""Other ways of finding near-duplicates, as their users run them, for ``benchmarks/duplicates.py``.

Each takes the texts in their order of arrival and says which earlier text each is marked a duplicate of.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence

import xxhash
from datasketch import MinHash, MinHashLSH
from lxml import etree
from simhash import Simhash, SimhashIndex
from trafilatura.deduplication import LRUCache, duplicate_test
from trafilatura.settings import Extractor
from vietnamese_texts import Composed

from pipelines.extraction.text import fold

Marks = dict[str, str]
"""article_id → the earlier article it is marked a duplicate of."""


def whole(one: Composed) -> str:
    return f"{one.title}\n{one.body}"


def exact_hash(texts: Sequence[Composed]) -> Marks:
    """One hash of the folded text."""
    seen: dict[int, str] = {}
    marks: Marks = {}
    for one in texts:
        first = seen.setdefault(xxhash.xxh3_64_intdigest(fold(whole(one)).encode()), one.article_id)
        if first != one.article_id:
            marks[one.article_id] = first
    return marks


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def _stripped_words(text: str) -> list[str]:
    """Lower case, no accents, no digits: how text-dedup, datatrove and their like normalise."""
    plain = unicodedata.normalize("NFD", text.lower())
    return re.findall(r"[^\W\d_]+", "".join(sign for sign in plain if unicodedata.category(sign) != "Mn"))


def _minhash(texts: Sequence[Composed], words_of: Callable[[str], list[str]], n_words: int) -> Marks:
    index = MinHashLSH(threshold=0.7, num_perm=128)
    signatures: dict[str, MinHash] = {}
    marks: Marks = {}
    for one in texts:
        words = words_of(whole(one))
        signature = MinHash(num_perm=128, hashfunc=lambda shingle: xxhash.xxh32_intdigest(shingle))
        signature.update_batch([" ".join(words[at : at + n_words]).encode() for at in range(len(words) - n_words + 1)])
        near = [(signatures[key].jaccard(signature), key) for key in index.query(signature)]
        best = max(near, default=(0.0, ""))
        if best[0] >= 0.7:
            marks[one.article_id] = best[1]
        index.insert(one.article_id, signature)
        signatures[one.article_id] = signature
    return marks


def datasketch_folded(texts: Sequence[Composed]) -> Marks:
    """datasketch's MinHash and LSH at 0.7, three words a shingle, on folded text."""
    return _minhash(texts, _words, 3)


def datasketch_stripped(texts: Sequence[Composed]) -> Marks:
    """The same with five words a shingle, digits and tone marks stripped, as text-dedup and its like do."""
    return _minhash(texts, _stripped_words, 5)


def simhash_3(texts: Sequence[Composed]) -> Marks:
    """simhash over three words a shingle, distance up to 3 bits."""
    index = SimhashIndex([], k=3)
    marks: Marks = {}
    for one in texts:
        words = _words(whole(one))
        sign = Simhash([" ".join(words[at : at + 3]) for at in range(len(words) - 2)])
        near = index.get_near_dups(sign)
        if near:
            marks[one.article_id] = min(near)
        index.add(one.article_id, sign)
    return marks


def trafilatura_deduplicate(texts: Sequence[Composed]) -> Marks:
    """trafilatura's ``deduplicate``: a paragraph seen often enough is dropped; a text left without half is marked.

    It keeps 4,096 paragraphs at most and does not say of what a text is a duplicate: the last text with a dropped
    paragraph is taken here.
    """
    options = Extractor(dedup=True)
    options.min_duplcheck_size, options.max_repetitions = 50, 1
    options.dedup = LRUCache(maxsize=4_096)
    last: dict[str, str] = {}
    marks: Marks = {}
    for one in texts:
        owners: dict[str, int] = defaultdict(int)
        n_dropped = 0
        lines = one.body.split("\n")
        for line in lines:
            element = etree.Element("p")
            element.text = line
            if duplicate_test(element, options):
                n_dropped += 1
                if line in last:
                    owners[last[line]] += 1
            last[line] = one.article_id
        if owners and n_dropped * 2 >= len(lines):
            marks[one.article_id] = max(owners, key=lambda key: owners[key])
    return marks


METHODS: dict[str, Callable[[Sequence[Composed]], Marks]] = {
    "exact hash of folded text": exact_hash,
    "datasketch, 3 words, folded": datasketch_folded,
    "datasketch, 5 words, digits and tones stripped": datasketch_stripped,
    "simhash, distance 3": simhash_3,
    "trafilatura deduplicate": trafilatura_deduplicate,
}
