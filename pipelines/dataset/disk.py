"""The few operations by which the dataset touches the disk, each complete and durable when it returns."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipelines.dataset import parquet_files


class Disk:
    """File operations below one output folder; paths are relative to ``root``, with forward slashes."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write_parquet(self, name: str, table: pa.Table, sorted_by: tuple[str, ...] = ()) -> None:
        """Write ``table`` to a new file and force it to the disk; its folder is made."""
        file = self.make_parent(name)
        parquet_files.write(table, file, sorted_by)
        _force(file)

    def write_groups(
        self, name: str, groups: Iterable[pa.Table], schema: pa.Schema, sorted_by: tuple[str, ...] = ()
    ) -> None:
        """The same for a table that is made while it is written; see :func:`parquet_files.write_groups`."""
        file = self.make_parent(name)
        parquet_files.write_groups(groups, schema, file, sorted_by)
        _force(file)

    def write_json(self, name: str, value: Any) -> None:
        """Replace ``name`` by ``value`` as JSON, at once and durably."""
        file = self.make_parent(name)
        aside = file.with_name(file.name + ".new")
        aside.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        _force(aside)
        aside.replace(file)
        _force(file.parent)

    def move(self, source: str, target: str) -> None:
        """Give ``source`` the name ``target``, replacing what stood there, durably."""
        file = self.make_parent(target)
        (self.root / source).replace(file)
        _force(file.parent)

    def remove(self, name: str) -> None:
        """Remove a file that may be gone already, and the partition folders this leaves empty, durably."""
        file = self.root / name
        file.unlink(missing_ok=True)
        folder = file.parent
        while "=" in folder.name and (not folder.exists() or not any(folder.iterdir())):
            if folder.exists():
                folder.rmdir()
            folder = folder.parent
        if folder.exists():
            _force(folder)

    def remove_tree(self, name: str) -> None:
        """Remove a folder that may be gone already."""
        shutil.rmtree(self.root / name, ignore_errors=True)

    def force(self, name: str) -> None:
        """Force what was written to ``name`` to the disk; a file that is not there has nothing to force."""
        if self.exists(name):
            _force(self.root / name)

    def exists(self, name: str) -> bool:
        """Whether there is a file or folder ``name``."""
        return (self.root / name).exists()

    def make_parent(self, name: str) -> Path:
        """Absolute path of ``name``; its folder is made, and the new entries forced to the disk."""
        file = self.root / name
        missing = [folder for folder in file.parents if not folder.is_dir()]
        file.parent.mkdir(parents=True, exist_ok=True)
        for folder in missing:
            _force(folder.parent)
        return file


def _force(path: Path) -> None:
    """Force a file's bytes, or a folder's entries, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
