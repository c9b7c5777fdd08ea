"""Edits of a text: a few words replaced (near-duplicates), paragraphs changed and added (revisions)."""

from __future__ import annotations

import re
from random import Random

_OTHER_WORDS = ("khoảng", "cùng", "vẫn", "thêm", "riêng", "mới", "đều", "từng", "chính", "ngay")
_PLAIN_WORD = re.compile(r"[a-zà-ỹđ]+")
_ADDED = (
    "Cập nhật: nội dung trên đã được điều chỉnh theo ý kiến của cơ quan chuyên môn sau khi rà soát lần thứ {}.",
    "Ban biên tập bổ sung số liệu do đơn vị phụ trách cung cấp trong ngày, lần cập nhật thứ {}.",
)


def edit_words(rng: Random, body: tuple[str, ...], share: float = 0.02) -> tuple[str, ...]:
    """``body`` with ``share`` of its words replaced, at least two; numbers, names and document numbers stay."""
    words = [paragraph.split(" ") for paragraph in body]
    places = [(p, w) for p, line in enumerate(words) for w, word in enumerate(line) if _PLAIN_WORD.fullmatch(word)]
    for p, w in rng.sample(places, min(len(places), max(2, int(len(places) * share)))):
        words[p][w] = rng.choice([other for other in _OTHER_WORDS if other != words[p][w]])
    return tuple(" ".join(line) for line in words)


def edit_paragraphs(rng: Random, body: tuple[str, ...], version: int) -> tuple[str, ...]:
    """``body`` as it stands after its ``version``-th edit: some words differ and a paragraph was added."""
    return (*edit_words(rng, body, 0.05), rng.choice(_ADDED).format(version))
