"""Pictures and captions: out of the text, into columns of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from pipelines.extraction.boilerplate import is_boilerplate
from pipelines.extraction.outline import Block, Element, Kind, Outline
from pipelines.extraction.text import normalize
from pipelines.records import Image

MAX_CAPTION_CHARS = 320
"""A longer line below a picture is a paragraph."""
MIN_TEXT_CHARS = 200
"""With less text left the guesses about captions were wrong ..."""
MIN_TEXT_BESIDE_SHORT, MAX_SHORT_CAPTION = 100, 120
"""... except that a paragraph is text enough where every caption is a line."""
STYLED_SHARE = 0.8
"""Part of a line that must be italic."""

_CREDIT = re.compile(
    r"\b(?:ảnh|nguồn ảnh|photos?|image|picture|credit|foto|photograph|bild(?:quelle)?|crédit|imagen)\s*:"
    r"|\(\s*ảnh|\bảnh minh h(?:ọa|oạ)\b"
    r"|/(?:AP|AFP|Reuters)\b|getty images",
    re.IGNORECASE,
)
"""What photo credits look like."""
_VIDEO = re.compile(r"\W*(?:nguồn )?(?:video|clip)(?: clip)?\s*[:：]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pictures:
    """An article's text, pictures and captions, apart."""

    blocks: tuple[Block, ...]
    """The text without captions and pictures."""
    captions: tuple[str, ...]
    """In page order."""
    images: tuple[Image, ...]


def split_pictures(outline: Outline, blocks: Sequence[Block], base_url: str) -> Pictures:
    """Take pictures and captions out of ``blocks``; addresses are resolved against ``base_url``.

    Where next to nothing but captions would be left, as in a picture story, lines below pictures are text.
    """
    pictures = _split(outline, blocks, base_url, guess=True)
    longest = max(map(len, pictures.captions), default=0)
    least = MIN_TEXT_BESIDE_SHORT if longest <= MAX_SHORT_CAPTION else MIN_TEXT_CHARS
    if sum(len(block.text) for block in pictures.blocks) >= least:
        return pictures
    return _split(outline, blocks, base_url, guess=False)


def _split(outline: Outline, blocks: Sequence[Block], base_url: str, *, guess: bool) -> Pictures:
    """``guess``: whether lines below pictures may be captions without being marked so."""
    words: list[Block] = []
    captions: list[str] = []
    found: dict[str, str | None] = {}
    url: str | None = None
    previous: Block | None = None
    for block in blocks:
        if block.kind is Kind.IMAGE:
            url = _address(base_url, block.url)
            if url is not None:
                found.setdefault(url, None)
        elif block.kind is Kind.CAPTION or (
            guess and ((previous is not None and captions_picture(outline, previous, block)) or _names_video(block))
        ):
            text = normalize(block.text)
            if captions and previous is not None and in_one_caption(outline, previous, block):
                whole = f"{captions[-1]} {text}"
                if url is not None and found[url] == captions[-1]:
                    found[url] = whole
                captions[-1] = whole
            elif text and not is_boilerplate(text) and text not in captions:
                captions.append(text)
                if url is not None and found[url] is None:
                    found[url] = text
        else:
            words.append(block)
            url = None
        previous = block
    images = tuple(Image(address, caption) for address, caption in found.items())
    return Pictures(tuple(words), tuple(captions), images)


def in_one_caption(outline: Outline, previous: Block, block: Block) -> bool:
    """Whether two blocks, one after the other, stand in one ``figcaption``: what it shows, and who took it."""
    if block.kind is not Kind.CAPTION or previous.kind is not Kind.CAPTION:
        return False
    around, before = (_caption_around(outline, part) for part in (block, previous))
    return around is not None and around is before


def _caption_around(outline: Outline, block: Block) -> Element | None:
    return next((element for element in outline.ancestors(block.element) if element.tag == "figcaption"), None)


def looks_like_credit(text: str) -> bool:
    """Whether a line names who took a picture."""
    return _CREDIT.search(text) is not None


def _names_video(block: Block) -> bool:
    """Whether a short line set apart says whose video stands here, or what it shows."""
    text = block.text
    is_short = len(text) <= MAX_CAPTION_CHARS // 2 and ":" in text
    return is_short and block.kind is Kind.PARAGRAPH and _VIDEO.match(text) is not None


def captions_picture(outline: Outline, previous: Block, block: Block) -> bool:
    """Whether the line right below a picture is its caption: italic, centred, a credit, or in the picture's table."""
    if previous.kind is not Kind.IMAGE or not block.is_words or len(block.text) > MAX_CAPTION_CHARS:
        return False
    return (
        block.n_italic >= STYLED_SHARE * len(block.text)
        or (block.element >= 0 and outline.elements[block.element].centred)
        or looks_like_credit(block.text)
        or _same_small_table(outline, previous, block)
    )


def is_caption_at(outline: Outline, blocks: Sequence[Block], place: int) -> bool:
    """Whether the block at ``place`` is the caption of a picture right before it among ``blocks``."""
    return place > 0 and captions_picture(outline, blocks[place - 1], blocks[place])


def _same_small_table(outline: Outline, picture: Block, block: Block) -> bool:
    table = next((element for element in outline.ancestors(block.element) if element.tag == "table"), None)
    if table is None:
        return False
    inside = outline.inside(table)
    return (
        any(other is picture for other in inside)
        and sum(len(o.text) for o in inside if o.is_words) <= MAX_CAPTION_CHARS
    )


def _address(base_url: str, written: str) -> str | None:
    if written[:5].lower() == "data:":
        return None
    try:
        url = urljoin(base_url, written)
    except ValueError:
        return None
    return url if url[:4].lower() == "http" else None
