"""Data tables: cells of one row become one block. Tables that only lay out a page are left as they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipelines.extraction.outline import Block, Element, Kind, Outline

MIN_ROWS = 2
MAX_CELL_CHARS = 400
"""A longer cell holds paragraphs, so the table lays out the page."""
MAX_BLOCKS_PER_CELL = 4


def fold_tables(outline: Outline) -> None:
    """Make one :attr:`Kind.ROW` block of every row of every data table; blocks merged into it become empty."""
    if not any(element.tag == "table" for element in outline.elements):
        return
    inner = {_table_around(outline, element.parent) for element in outline.elements if element.tag == "table"}
    for element in outline.elements:
        if element.tag == "table" and element.index not in inner:
            if element.n_rows >= MIN_ROWS:
                _fold_table(outline, element)
            elif _is_foot(outline, element):
                _fold_rows(_rows(outline, element), element)


def with_whole_tables(blocks: Sequence[Block], kept: Sequence[bool]) -> list[Block]:
    """The blocks that are ``kept``, and all rows of a table of which one is."""
    tables = {block.table for block, stays in zip(blocks, kept, strict=True) if stays and block.kind is Kind.ROW}
    return [block for block, stays in zip(blocks, kept, strict=True) if stays or block.table in tables]


def _table_around(outline: Outline, index: int) -> int:
    return next((element.index for element in outline.ancestors(index) if element.tag == "table"), -1)


def _fold_table(outline: Outline, table: Element) -> None:
    rows = _rows(outline, table)
    if _is_data(rows):
        _fold_rows(rows, table)


def _is_foot(outline: Outline, table: Element) -> bool:
    """Whether a table of one row ends a document: to whom it goes, and who signs it."""
    inside = outline.inside(table)
    return bool(inside) and inside[0].text.lower().startswith("nơi nhận")


def _fold_rows(rows: dict[int, dict[int, list[Block]]], table: Element) -> None:
    for cells in rows.values():
        blocks = [block for cell in cells.values() for block in cell]
        first, *rest = blocks
        texts = [" ".join(block.text for block in cell) for cell in cells.values()]
        first.n_link = sum(block.n_link for block in blocks)
        first.n_bold = sum(block.n_bold for block in blocks)
        first.kind, first.cells, first.text, first.table = Kind.ROW, tuple(texts), " ".join(texts), table.index
        for block in rest:
            block.text = ""


def _rows(outline: Outline, table: Element) -> dict[int, dict[int, list[Block]]]:
    """Blocks by row element and cell element; pictures make no cell."""
    rows: dict[int, dict[int, list[Block]]] = defaultdict(lambda: defaultdict(list))
    for block in outline.blocks[table.first_block : table.last_block]:
        cell = row = -1
        for element in outline.ancestors(block.element):
            if element.tag in ("td", "th"):
                cell = element.index
            elif element.tag == "tr":
                row = element.index
                break
        if row >= 0 and cell >= 0:
            rows[row][cell].append(block)
    return rows


def _is_data(rows: dict[int, dict[int, list[Block]]]) -> bool:
    if len(rows) < MIN_ROWS or sum(len(cells) >= 2 for cells in rows.values()) < MIN_ROWS:
        return False
    cells = [cell for row in rows.values() for cell in row.values()]
    n_pictures = sum(block.kind is Kind.IMAGE for cell in cells for block in cell)
    return n_pictures == 0 and all(
        len(cell) <= MAX_BLOCKS_PER_CELL and sum(len(block.text) for block in cell) <= MAX_CELL_CHARS for cell in cells
    )
