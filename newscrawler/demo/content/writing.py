"""Writes the parts of an article from the grammar: title, lead, body, pictures, files, tags."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from random import Random

from newscrawler.demo.content.records import File, Photo
from newscrawler.demo.grammar.composer import Composer
from newscrawler.demo.grammar.documents import CitedDocument
from newscrawler.demo.grammar.pools import province, topic

KINDS = ("activity_frame", "result_frame", "difficulty_frame", "quote_frame", "task_frame", "document_frame")
WEIGHTS = (30, 22, 13, 13, 15, 7)


@dataclass(frozen=True, slots=True)
class Writing:
    """What is written about one topic on one day; ``documents`` in order of first mention."""

    title: str
    lead: str
    body: tuple[str, ...]
    documents: tuple[CitedDocument, ...]
    photos: tuple[Photo, ...]
    files: tuple[File, ...]
    tags: tuple[str, ...]


def slugify(text: str) -> str:
    """ASCII words joined by hyphens, case kept: ``Van-hoa-xa-hoi``; đ becomes d."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return re.sub(r"[^A-Za-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")


def compose_title(seed: str, topic_name: str, province_name: str, day: date) -> str:
    """The title alone; the same as :func:`compose_writing` gives, at a tenth of the cost."""
    return Composer(Random(f"{seed}/title"), topic(topic_name), province(province_name), day).sentence("title")


def compose_writing(seed: str, topic_name: str, province_name: str, day: date, *, tags: bool = False) -> Writing:
    """All parts of one article. Deterministic in its arguments."""
    rng = Random(f"{seed}/text")
    composer = Composer(rng, topic(topic_name), province(province_name), day)
    title = compose_title(seed, topic_name, province_name, day)
    lead = composer.sentence("lead")
    body = tuple(_paragraphs(rng, composer))
    return Writing(
        title=title,
        lead=lead,
        body=body,
        documents=tuple(composer.documents),
        photos=_photos(rng, composer, len(body), day),
        files=_files(rng, composer, day),
        tags=tuple(composer.take("subject") for _ in range(rng.randint(2, 4))) if tags else (),
    )


def _paragraphs(rng: Random, composer: Composer) -> list[str]:
    n_paragraphs = rng.randint(4, 14)
    kinds = rng.choices(KINDS, weights=WEIGHTS, k=n_paragraphs - 2)
    bulleted = rng.random() < 0.08
    paragraphs = [composer.sentence("opening")]
    for kind in kinds:
        n_sentences = rng.choice((1, 1, 2, 2, 3))
        sentences = [composer.sentence(kind)]
        sentences += [composer.sentence(rng.choice(("activity_frame", "result_frame"))) for _ in range(n_sentences - 1)]
        paragraphs.append(("- " if bulleted and kind == "task_frame" else "") + " ".join(sentences))
    return [*paragraphs, composer.sentence("closing")]


def _photos(rng: Random, composer: Composer, n_paragraphs: int, day: date) -> tuple[Photo, ...]:
    n_photos = rng.choices((0, 1, 2, 3), weights=(50, 35, 12, 3))[0]
    places = sorted(rng.sample(range(1, n_paragraphs), n_photos))
    return tuple(
        Photo(
            path=f"/Images/{day.year}_{day.month:02d}/anh-{rng.randint(10_000, 99_999)}.jpg",
            caption=composer.sentence("photo") if rng.random() < 0.85 else None,
            after=after,
        )
        for after in places
    )


def _files(rng: Random, composer: Composer, day: date) -> tuple[File, ...]:
    if not composer.documents or rng.random() > 0.25:
        return ()
    stem = f"{slugify(composer.documents[0].number)}-{rng.randint(100, 999)}"
    suffix = rng.choice(("pdf", "pdf", "doc", "docx"))
    return (File(f"/Attachments/{day.year}/{stem}.{suffix}", f"{composer.documents[0]}.{suffix}"),)
