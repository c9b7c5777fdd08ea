"""Which files make up the index: a small JSON file, replaced by rename, so the index is the old one or the new one."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pipelines.deduplication.shingles import ALGORITHM
from pipelines.errors import DatasetDamaged

_CURRENT = "manifest.json"
_PENDING = "pending.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the index consists of after one publish."""

    publish_id: str | None = None
    """The publish it stands at; ``None`` for an empty index."""
    algorithm: str = ALGORITHM
    serial: int = 0
    """Number of the last files written."""
    lengths: dict[str, int] = field(default_factory=dict)
    """Committed lengths of the files that only grow."""
    rows_file: str | None = None
    names_file: str | None = None
    exacts: list[str] = field(default_factory=list)
    bands: list[str] = field(default_factory=list)
    samples: list[str] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)
    """Relations that no longer stand."""

    def files(self) -> set[str]:
        """Names of the numbered files that belong to it."""
        single = {name for name in (self.rows_file, self.names_file) if name}
        return single | {*self.exacts, *self.bands, *self.samples}


def current(folder: Path) -> Manifest:
    """The committed manifest; an empty one in a new folder.

    Raises DatasetDamaged when it cannot be read or was made by another algorithm, whose hashes do not compare.
    """
    return _read(folder / _CURRENT) or Manifest()


def pending(folder: Path) -> Manifest | None:
    """What an update left ready to be committed; ``None`` when there is nothing."""
    return _read(folder / _PENDING)


def write_pending(folder: Path, manifest: Manifest) -> None:
    """Write the manifest aside, surviving a power cut."""
    _write(folder / _PENDING, manifest)


def discard_pending(folder: Path) -> None:
    """Forget what an unpublished run left behind."""
    (folder / _PENDING).unlink(missing_ok=True)


def write_current(folder: Path, manifest: Manifest) -> None:
    """Commit: from here on the index is the new one. Numbered files that no longer belong to it are removed."""
    _write(folder / _CURRENT, manifest)
    discard_pending(folder)
    kept = manifest.files()
    for file in folder.iterdir():
        if file.suffix in {".u64", ".npy", ".json"} and "-" in file.stem and file.name not in kept:
            file.unlink()


def sync_folder(folder: Path) -> None:
    """Make renames and new names in ``folder`` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_files(files: list[Path]) -> None:
    """Make the content of ``files`` survive a power cut."""
    for file in files:
        with file.open("rb") as written:
            os.fsync(written.fileno())


def _read(file: Path) -> Manifest | None:
    if not file.exists():
        return None
    try:
        manifest = Manifest(**json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise DatasetDamaged(file, f"not a manifest of the duplicate index: {error}") from error
    if manifest.algorithm != ALGORITHM:
        raise DatasetDamaged(file, f"made by algorithm {manifest.algorithm!r}, this version has {ALGORITHM!r}")
    return manifest


def _write(file: Path, manifest: Manifest) -> None:
    aside = file.with_suffix(".tmp")
    with aside.open("w", encoding="utf-8") as out:
        json.dump(asdict(manifest), out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    aside.replace(file)
    sync_folder(file.parent)
