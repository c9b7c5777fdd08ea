"""Vietnamese articles with planted duplicates, composed from real prose: what ``benchmarks/duplicates.py`` measures on.

The prose is the part-of-speech test text that the package underthesea ships (68,000 words of articles on law and
society); the names of communes are its list of wards. Articles are word chains over that prose: each next word is one
that really followed the last, so phrases recur as they do in real texts while no two articles are related by chance.
"""

from __future__ import annotations

import json
import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

PORTALS = ("kontum", "quangngai", "gialai", "binhdinh", "daklak", "phuyen", "quangnam", "danang")
START = datetime(2020, 1, 1, tzinfo=UTC)

_OPENING = frozenset("(“[")
_CLOSING = frozenset(".,;:!?)”]…")


@dataclass(frozen=True, slots=True)
class Composed:
    """An article and the truth about it."""

    article_id: str
    portal: str
    title: str
    body: str
    published_at: datetime
    kind: str
    """``original``, the way it was copied, or ``notice``."""
    of: str | None = None
    """article_id of the original it was made from; ``None`` for originals and notices."""


def _package() -> Path:
    found = find_spec("underthesea")
    if found is None or found.origin is None:
        raise SystemExit(
            "the texts are composed from the package underthesea: pip install --no-deps underthesea==9.5.0"
        )
    return Path(found.origin).parent


class Prose:
    """Composes sentences and articles. The same random source gives the same texts."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        tagged = _package() / "pipeline/pos_tag/models/pos_crf_vlsp2013_20230303/test_output.txt"
        self._next: dict[str, list[str]] = defaultdict(list)
        self._starts: list[str] = []
        for sentence in tagged.read_text(encoding="utf-8").split("\n\n"):
            words = [line.split("\t")[0] for line in sentence.splitlines() if line.strip()]
            if len(words) < 6:
                continue
            self._starts.append(words[0])
            for word, after in zip(words, [*words[1:], ""], strict=True):
                self._next[word].append(after)
        self.words = sorted({word for word in self._next if word[0].isalpha()})
        wards = json.loads((_package() / "address/data/mapping.json").read_text(encoding="utf-8"))["ward_mapping"]
        names = {str(ward["old_ward"]).partition("Xã ")[2] for ward in wards}
        self.communes = sorted(name for name in names if name[:1].isalpha())

    def sentence(self, longest: int = 45) -> str:
        word = self.rng.choice(self._starts)
        words = [word]
        while len(words) < longest and (word := self.rng.choice(self._next[word])):
            words.append(word)
        text = _spaced(words)
        return text[:1].upper() + text[1:].rstrip(" .,;:") + "."

    def fact(self) -> str:
        """A sentence with numbers, a date and the name of a commune."""
        rng = self.rng
        return rng.choice(
            (
                f"Tại xã {self.commune()}, đến ngày {self.date()} đã có {self.number()} hộ đăng ký.",
                f"Ủy ban nhân dân tỉnh ban hành Quyết định số {rng.randint(1, 2999)}/QĐ-UBND ngày {self.date()}.",
                f"Trong đó, xã {self.commune()} đạt {rng.randint(10, 99)},{rng.randint(1, 9)}% kế hoạch.",
                f"Tổng kinh phí là {self.number()} triệu đồng, hỗ trợ {rng.randint(2, 40)} thôn.",
            )
        )

    def commune(self) -> str:
        return self.rng.choice(self.communes)

    def date(self) -> str:
        return f"{self.rng.randint(1, 28)}/{self.rng.randint(1, 12)}/{self.rng.randint(2015, 2026)}"

    def number(self) -> str:
        return f"{self.rng.randint(1, 99)}.{self.rng.randint(100, 999)}"

    def paragraphs(self, n_words: int, facts: float = 0.12) -> list[str]:
        """About ``n_words`` syllables in paragraphs."""
        found: list[str] = []
        total = 0
        while total < n_words:
            aim = self.rng.randint(30, 100)
            sentences: list[str] = []
            while sum(map(_length, sentences)) < aim:
                sentences.append(self.fact() if self.rng.random() < facts else self.sentence())
            found.append(" ".join(sentences))
            total += _length(found[-1])
        return found

    def title(self) -> str:
        return " ".join(self.sentence(12).rstrip(".").split()[: self.rng.randint(7, 16)])

    def article(self, number: int, n_words: int | None = None) -> Composed:
        """An original; its length varies about 4 KB of text."""
        n_words = n_words or min(2_500, max(90, int(self.rng.lognormvariate(6.3, 0.55))))
        portal = self.rng.choice(PORTALS)
        at = START + timedelta(minutes=self.rng.randrange(60 * 24 * 365 * 5))
        body = "\n".join(self.paragraphs(n_words))
        return Composed(f"{portal}-{number:08x}", portal, self.title(), body, at, "original")


def _length(text: str) -> int:
    return text.count(" ") + 1


def _spaced(words: list[str]) -> str:
    parts: list[str] = []
    for word in words:
        if parts and word not in _CLOSING and parts[-1] not in _OPENING:
            parts.append(" ")
        parts.append(word)
    return "".join(parts)


# How a copy differs from its original. Each takes the prose and the original and gives title and body.


def edited(prose: Prose, one: Composed, share: float = 0.05) -> tuple[str, str]:
    """``share`` of the words replaced (60 %), removed (20 %) or joined by another (20 %)."""
    lines = []
    for line in one.body.split("\n"):
        words: list[str] = []
        for word in line.split(" "):
            if prose.rng.random() >= share:
                words.append(word)
                continue
            way = prose.rng.random()
            if way < 0.6:
                words.append(prose.rng.choice(prose.words))
            elif way >= 0.8:
                words += [word, prose.rng.choice(prose.words)]
        lines.append(" ".join(words))
    return one.title, "\n".join(lines)


def cut(prose: Prose, one: Composed) -> tuple[str, str]:
    """The first 60 % of the words."""
    words = one.body.replace("\n", " \n ").split(" ")
    return one.title, " ".join(words[: int(0.6 * len(words))]).replace(" \n ", "\n").strip()


def framed(prose: Prose, one: Composed) -> tuple[str, str]:
    """Boilerplate of another portal around it: 10 to 40 % of its length."""
    extra = int(_length(one.body) * prose.rng.uniform(0.1, 0.4))
    return one.title, "\n".join([*prose.paragraphs(extra // 2), one.body, *prose.paragraphs(extra // 2)])


def decomposed(prose: Prose, one: Composed) -> tuple[str, str]:
    return unicodedata.normalize("NFD", one.title), unicodedata.normalize("NFD", one.body)


_OPEN_SYLLABLE = re.compile(r"([òóỏõọÒÓỎÕỌ])([aeAE])\b|([ùúủũụ])(y)\b")
_TONES = "\u0300\u0301\u0309\u0303\u0323"


def retoned(prose: Prose, one: Composed) -> tuple[str, str]:
    """``hòa`` written ``hoà``, ``thúy`` written ``thuý``."""

    def move(match: re.Match[str]) -> str:
        first, second = match[1] or match[3], match[2] or match[4]
        letters = unicodedata.normalize("NFD", first)
        tone = next(mark for mark in letters if mark in _TONES)
        return unicodedata.normalize("NFC", letters.replace(tone, "") + second + tone)

    return _OPEN_SYLLABLE.sub(move, one.title), _OPEN_SYLLABLE.sub(move, one.body)


def respaced(prose: Prose, one: Composed) -> tuple[str, str]:
    """Other spaces and line breaks, the title in capitals, the body sometimes in capitals or small letters."""
    body = re.sub(" ", lambda _: prose.rng.choice((" ", " ", "  ", "\u00a0", "\n")), one.body)
    change: Callable[[str], str] = prose.rng.choice((str.upper, str.lower, str))
    return one.title.upper(), change(body)


def copied(prose: Prose, one: Composed) -> tuple[str, str]:
    return one.title, one.body


COPIES: dict[str, Callable[[Prose, Composed], tuple[str, str]]] = {
    "edited": edited,
    "cut": cut,
    "framed": framed,
    "decomposed": decomposed,
    "retoned": retoned,
    "respaced": respaced,
    "copied": copied,
}
SHARE_OF_COPIES = 0.03
"""Of all texts, for each way of copying."""
SHARE_OF_NOTICES = 0.10
SHARE_INSIDE = 0.02


def collection(n_texts: int, seed: int) -> list[Composed]:
    """About ``n_texts`` articles in a random order of arrival, about a third of them copies or notices."""
    prose = Prose(random.Random(seed))
    n_copies = max(20, int(n_texts * SHARE_OF_COPIES))
    n_inside = max(20, int(n_texts * SHARE_INSIDE))
    n_notices = max(100, int(n_texts * SHARE_OF_NOTICES))
    n_originals = max(n_copies, n_texts - len(COPIES) * n_copies - n_inside - n_notices)
    texts = [prose.article(number) for number in range(n_originals)]
    number = n_originals
    for kind, copy in COPIES.items():
        for one in prose.rng.sample(texts[:n_originals], n_copies):
            texts.append(_copy(prose, one, number, kind, copy))
            number += 1
    short = [prose.article(number + place, prose.rng.randint(90, 220)) for place in range(n_inside)]
    number += n_inside
    for one in short:
        around = prose.paragraphs(prose.rng.randint(500, 1_200))
        at = prose.rng.randrange(len(around))
        body = "\n".join([*around[:at], one.title, one.body, *around[at:]])
        later = one.published_at + timedelta(days=prose.rng.randint(1, 30))
        portal = prose.rng.choice(PORTALS)
        texts += [one, Composed(f"{portal}-{number:08x}", portal, prose.title(), body, later, "inside", one.article_id)]
        number += 1
    texts += notices(prose, n_notices, number)
    prose.rng.shuffle(texts)
    return texts


def _copy(
    prose: Prose, one: Composed, number: int, kind: str, copy: Callable[[Prose, Composed], tuple[str, str]]
) -> Composed:
    title, body = copy(prose, one)
    portal = prose.rng.choice([portal for portal in PORTALS if portal != one.portal])
    at = one.published_at + timedelta(minutes=prose.rng.randint(60 * 24, 60 * 24 * 20))
    return Composed(f"{portal}-{number:08x}", portal, title, body, at, kind, one.article_id)


def notices(prose: Prose, n_notices: int, first: int) -> Iterator[Composed]:
    """Notices from templates of 60 to 700 words: same text, other numbers, dates and communes.

    A template has from 2 to 60 values to fill in; each notice has a running number, so no two of one are alike.
    In every third template a word or two of the text changes as well (giá tăng, giá giảm).
    """
    made = 0
    while made < n_notices:
        template = prose.article(0, prose.rng.randint(60, 700))
        lines = template.body.split("\n")
        n_places = prose.rng.choice((1, 2, 4, 8, 15))
        facts = [prose.fact() for _ in range(n_places)]
        for issue in range(1, min(52, n_notices - made) + 1):
            filled = list(lines)
            facts = [_refilled(prose, fact) for fact in facts]
            for place, fact in enumerate(facts):
                filled[place % len(filled)] += f" {fact}"
            if template.portal in _REWORDING:
                at = prose.rng.randrange(len(filled))
                filled[at] = _reworded(prose, filled[at], min(2, n_places))
            number = first + made
            yield replace(
                template,
                article_id=f"{template.portal}-{number:08x}",
                title=f"{template.title} (kỳ {issue})",
                body="\n".join(filled),
                published_at=START + timedelta(days=7 * issue),
                kind="notice",
            )
            made += 1


_REWORDING = PORTALS[:3]


def _reworded(prose: Prose, line: str, n_words: int) -> str:
    words = line.split(" ")
    for place in prose.rng.sample(range(len(words)), min(n_words, len(words))):
        words[place] = prose.rng.choice(prose.words).lower()
    return " ".join(words)


_DATE = re.compile(r"\d+/\d+/\d{4}")
_COMMUNE = re.compile(r"(?<=xã )[^,]+?(?=,| đạt)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?(?=[/% ])")


def _refilled(prose: Prose, fact: str) -> str:
    """``fact`` with another date, commune and number."""
    parts = _DATE.split(fact)
    changed = [_NUMBER.sub(lambda _: prose.number(), _COMMUNE.sub(lambda _: prose.commune(), part)) for part in parts]
    return "".join(part + prose.date() for part in changed[:-1]) + changed[-1]
