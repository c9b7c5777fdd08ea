"""Headings that are none: text whose every paragraph an editor has set as one."""

from __future__ import annotations

from pipelines.extraction.container import is_prose
from pipelines.extraction.outline import Block, Kind, Outline

MIN_RUN = 3
"""So many headings of one level in one element, with nothing below any but the last, are paragraphs."""


def demote_runs(outline: Outline) -> None:
    """Make paragraphs of headings that follow one another, where one of them is as long as a paragraph."""
    run: list[Block] = []
    for block in outline.blocks:
        if block.kind is Kind.HEADING and not block.n_link:
            if run and (block.level != run[0].level or _around(outline, block) != _around(outline, run[0])):
                _demote(run)
                run = []
            run.append(block)
        elif run and block.is_words:
            _demote(run)
            run = []
    _demote(run)


def _around(outline: Outline, block: Block) -> int:
    return outline.elements[block.element].parent


def _demote(run: list[Block]) -> None:
    if len(run) >= MIN_RUN and run[0].level > 1 and any(map(is_prose, run)):
        for block in run:
            block.kind, block.level = Kind.PARAGRAPH, 0
