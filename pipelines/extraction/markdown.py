"""Blocks of an article → its two columns: plain text, one paragraph a line, and Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.extraction.outline import Block, Kind
from pipelines.extraction.text import normalize

CELL_SEPARATOR = " | "
"""Stands between the cells of a table row, in both columns."""


def plain_text(blocks: Iterable[Block]) -> str:
    """One block a line; table rows with their cells apart; pictures and captions left out."""
    return "\n".join(normalize(line(block)) for block in blocks if block.kind not in (Kind.IMAGE, Kind.CAPTION))


def line(block: Block) -> str:
    """A block's text on one line."""
    return CELL_SEPARATOR.join(cell for cell in block.cells if cell) if block.cells else block.text


def markdown(blocks: Iterable[Block]) -> str:
    """The same text with headings, list items, quotations and tables as Markdown (GitHub's tables).

    Heading levels are kept as the page has them, but none above 2: level 1 is the title's.
    """
    pieces: list[str] = []
    previous: Block | None = None
    number = 0
    for block in blocks:
        if block.kind in (Kind.IMAGE, Kind.CAPTION):
            continue
        number = number + 1 if _continues_list(previous, block) else 1
        tight = previous is not None and (_continues_list(previous, block) or _continues_table(previous, block))
        if pieces:
            pieces.append("\n" if tight else "\n\n")
        pieces.append(_piece(block, number, continued=tight))
        previous = block
    return "".join(pieces)


def _continues_list(previous: Block | None, block: Block) -> bool:
    return previous is not None and previous.kind is Kind.ITEM is block.kind and previous.ordered == block.ordered


def _continues_table(previous: Block, block: Block) -> bool:
    return previous.kind is Kind.ROW is block.kind and previous.table == block.table


def _piece(block: Block, number: int, *, continued: bool) -> str:
    text = normalize(block.text)
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
