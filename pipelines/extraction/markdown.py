"""Blocks of an article → its two columns: plain text, one paragraph a line, and Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.extraction.outline import Block, Kind
from pipelines.extraction.text import normalize

CELL_SEPARATOR = " | "
"""Stands between the cells of a table row, in both columns."""


def text_columns(blocks: Iterable[Block]) -> tuple[str, str]:
    """(plain text, Markdown) of an article's blocks, pictures and captions left out.

    Plain text has one block a line, table rows with their cells apart. Markdown (GitHub's, for tables) is the same text
    with headings, list items, quotations and tables; heading levels are kept as the page has them, but none above 2:
    level 1 is the title's.
    """
    words = [(block, normalize(line(block))) for block in blocks if block.kind not in (Kind.IMAGE, Kind.CAPTION)]
    return "\n".join([text for _, text in words]), _markdown(words)


def line(block: Block) -> str:
    """A block's text on one line."""
    return CELL_SEPARATOR.join(cell for cell in block.cells if cell) if block.cells else block.text


def _markdown(words: Iterable[tuple[Block, str]]) -> str:
    pieces: list[str] = []
    previous: Block | None = None
    number = 0
    for block, text in words:
        number = number + 1 if _continues_list(previous, block) else 1
        tight = previous is not None and (_continues_list(previous, block) or _continues_table(previous, block))
        if pieces:
            pieces.append("\n" if tight else "\n\n")
        pieces.append(text if block.kind is Kind.PARAGRAPH else _piece(block, text, number, continued=tight))
        previous = block
    return "".join(pieces)


def _continues_list(previous: Block | None, block: Block) -> bool:
    return previous is not None and previous.kind is Kind.ITEM is block.kind and previous.ordered == block.ordered


def _continues_table(previous: Block, block: Block) -> bool:
    return previous.kind is Kind.ROW is block.kind and previous.table == block.table


def _piece(block: Block, text: str, number: int, *, continued: bool) -> str:
    match block.kind:
        case Kind.HEADING:
            return f"{'#' * max(2, block.level)} {text}"
        case Kind.ITEM:
            indent = "  " * (max(block.level, 1) - 1)
            return f"{indent}{f'{number}.' if block.ordered else '-'} {text}"
        case Kind.QUOTE:
            return f"> {text}"
        case Kind.ROW:
            return _row(block, continued=continued)
        case _:
            return text


def _row(block: Block, *, continued: bool) -> str:
    cells = [normalize(cell).replace("|", "\\|") for cell in block.cells]
    row = f"| {' | '.join(cells)} |"
    return row if continued else f"{row}\n|{' --- |' * len(cells)}"
