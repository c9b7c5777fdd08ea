"""Write an answer as a table for people, CSV, JSON, JSON lines, Markdown or Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from newscrawler.corpus.choices import Format
from newscrawler.corpus.query import Batches

_CELL_WIDTH = 60
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write(answer: Batches, form: Format, out: BinaryIO, *, keep_formulas: bool = False) -> int:
    """Write every row of ``answer`` to ``out`` in UTF-8 and return how many there were.

    ``keep_formulas`` leaves CSV cells that begin like a spreadsheet formula as they are; see :func:`guarded`.
    """
    if form is Format.PARQUET:
        return _write_parquet(answer, out)
    counted = _Counted(answer)
    if form is Format.CSV:
        _write_csv(counted, answer.schema.names, out, keep_formulas)
    elif form is Format.JSON:
        _write_json(counted, out)
    elif form is Format.JSONL:
        out.writelines(_json(row) + b"\n" for row in counted)
    elif form is Format.MARKDOWN:
        out.writelines(line.encode() + b"\n" for line in _markdown(counted, answer.schema.names))
    else:
        out.write(_boxed(counted, answer.schema).encode())
    return counted.n


def rows(batches: Iterable[pa.RecordBatch]) -> Iterator[dict[str, Any]]:
    """Yield the rows one by one as Python values; of columns with the same name the last one counts."""
    for batch in batches:
        yield from batch.to_pylist()


def plain(value: object) -> object:
    """Give ``value`` as JSON knows it: times as ISO 8601 with their offset, decimals as numbers, bytes as hex."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, float) and value != value:
        return None
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def guarded(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run as a formula (OWASP, CSV injection)."""
    return "'" + text if text.startswith(_FORMULA_STARTS) else text


def printed(value: object) -> str:
    """Give ``value`` as one cell of text: lists and structs as JSON, null as nothing."""
    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and not value.is_integer():
        return f"{value:.6g}"
    return json.dumps(value, ensure_ascii=False)


class _Counted:
    """Rows, counted as they pass."""

    def __init__(self, batches: Iterable[pa.RecordBatch]) -> None:
        self._batches = batches
        self.n = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in rows(self._batches):
            self.n += 1
            yield row


def _json(row: dict[str, Any]) -> bytes:
    return json.dumps(plain(row), ensure_ascii=False).encode()


def _write_json(answer: Iterable[dict[str, Any]], out: BinaryIO) -> None:
    out.write(b"[")
    for n, row in enumerate(answer):
        out.write((b",\n " if n else b"\n ") + _json(row))
    out.write(b"\n]\n")


def _write_csv(answer: Iterable[dict[str, Any]], names: list[str], out: BinaryIO, keep_formulas: bool) -> None:
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(guarded(name) for name in names)
        for row in answer:
            writer.writerow(_cell(row[name], keep_formulas) for name in names)
    finally:
        text.detach()


def _cell(value: object, keep_formulas: bool) -> object:
    if isinstance(value, str) and not keep_formulas:
        return guarded(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return value
    return printed(value)


def _markdown(answer: Iterable[dict[str, Any]], names: list[str]) -> Iterator[str]:
    def line(cells: Iterable[str]) -> str:
        safe = (cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "<br>") for cell in cells)
        return "| " + " | ".join(safe) + " |"

    yield line(names)
    yield "|" + " --- |" * len(names)
    for row in answer:
        yield line(printed(row[name]).replace("<", "&lt;") for name in names)


def _boxed(answer: Iterable[dict[str, Any]], schema: pa.Schema) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for field in schema:
        table.add_column(Text(field.name), justify="right" if is_numeric(field.type) else "left", overflow="fold")
    for row in answer:
        table.add_row(*(Text(_shortened(printed(for_people(row[name])))) for name in schema.names))
    text = io.StringIO()
    Console(file=text, width=_width(), highlight=False, no_color=True).print(table)
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines() if line.strip()) + "\n"


def _width() -> int:
    import shutil

    return shutil.get_terminal_size((120, 24)).columns


def is_numeric(type_: pa.DataType) -> bool:
    """Tell whether a column of this type is set to the right."""
    return pa.types.is_integer(type_) or pa.types.is_floating(type_) or pa.types.is_decimal(type_)


def for_people(value: object) -> object:
    """Drop the time of day where it is midnight, and the seconds' fraction: they say nothing in a table."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if (value.hour, value.minute, value.second) == (0, 0, 0) else "%Y-%m-%d %H:%M")
    return value


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _CELL_WIDTH else text[: _CELL_WIDTH - 1].rstrip() + "…"


def _write_parquet(answer: Batches, out: BinaryIO) -> int:
    n = 0
    with pq.ParquetWriter(out, answer.schema, compression="zstd") as writer:
        for batch in answer:
            writer.write_batch(batch)
            n += batch.num_rows
    return n
