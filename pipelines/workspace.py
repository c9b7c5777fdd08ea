"""The folders of an output folder, its marker, and the lock that lets one run write at a time."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import DatasetDamaged, NotADataset, RunInProgress, SchemaTooNew
from pipelines.schema import SCHEMA_VERSION

FORMAT = "newscrawler-dataset"
_MAY_STAND_IN_AN_EMPTY_FOLDER = frozenset({"README.md", ".gitignore", ".gitkeep"})


@dataclass(frozen=True, slots=True)
class Workspace:
    """One output folder: where everything of a dataset stands, and nothing else."""

    root: Path
    """The output folder itself."""

    @property
    def archive(self) -> Path:
        """WARC files: every response ever fetched."""
        return self.root / "archive"

    @property
    def articles(self) -> Path:
        """Parquet: one row per article, its current revision."""
        return self.root / "articles"

    @property
    def revisions(self) -> Path:
        """Parquet: every earlier revision."""
        return self.root / "revisions"

    @property
    def outcomes(self) -> Path:
        """Parquet: what became of every discovered URL."""
        return self.root / "outcomes"

    @property
    def duplicates(self) -> Path:
        """Parquet: pairs of articles with the same text, or nearly."""
        return self.root / "duplicates"

    @property
    def runs(self) -> Path:
        """JSON: one report per run."""
        return self.root / "runs"

    @property
    def state(self) -> Path:
        """What runs keep between them: ledger, duplicate index, staging, lock."""
        return self.root / "state"

    @property
    def staging(self) -> Path:
        """Batches of the run that is on; leftovers of a killed run may be thrown away."""
        return self.state / "staging"

    @property
    def ledger_path(self) -> Path:
        """The ledger's SQLite file."""
        return self.state / "ledger.sqlite"

    @property
    def marker(self) -> Path:
        """The file that says: this folder is a dataset of newscrawler."""
        return self.root / "newscrawler.json"

    @classmethod
    def open(cls, root: Path, create: bool = True) -> Workspace:
        """The workspace in ``root``; with ``create`` a new or empty folder is made into one.

        A folder that holds nothing but README.md or .gitignore counts as empty. Raises NotADataset when ``root`` holds
        something else (or, without ``create``, no dataset), SchemaTooNew when a later version wrote it, DatasetDamaged
        when its marker cannot be read.
        """
        workspace = cls(root)
        if workspace.marker.is_file():
            workspace._check_marker()
        elif create:
            workspace._create()
        else:
            raise NotADataset(root, "no such folder" if not root.exists() else _contents(root) or "an empty folder")
        return workspace

    @contextmanager
    def lock(self, holder: str = "") -> Iterator[None]:
        """Hold this folder for one writing run; ``holder`` says who, e.g. the run's name and start.

        The lock belongs to the open file, so it ends with the process however that ends. Raises RunInProgress with what
        the holder wrote when another process has it.
        """
        self.state.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.state / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                told = os.read(descriptor, 4096).decode(errors="replace").strip()
                raise RunInProgress(self.root, told or "holder unknown") from None
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"process {os.getpid()} {holder}".strip().encode(), 0)
            yield
            os.ftruncate(descriptor, 0)
        finally:
            os.close(descriptor)

    def _create(self) -> None:
        if self.root.exists():
            if not self.root.is_dir():
                raise NotADataset(self.root, "a file")
            if found := _contents(self.root):
                raise NotADataset(self.root, found)
        for folder in (self.archive, self.articles, self.revisions, self.outcomes, self.duplicates, self.runs):
            folder.mkdir(parents=True, exist_ok=True)
        self.staging.mkdir(parents=True, exist_ok=True)
        # The marker comes last and whole: a killed start leaves a folder that can be started again.
        draft = self.root / ".newscrawler.json.new"
        draft.write_text(json.dumps({"format": FORMAT, "schema_version": SCHEMA_VERSION}, indent=2) + "\n")
        draft.replace(self.marker)

    def _check_marker(self) -> None:
        try:
            facts = json.loads(self.marker.read_text("utf-8"))
            form, version = facts["format"], int(facts["schema_version"])
        except (ValueError, KeyError, TypeError) as error:
            raise DatasetDamaged(self.marker, f"expected the format and schema version, found {error!r}") from error
        if form != FORMAT:
            raise NotADataset(self.root, f"newscrawler.json of format {form!r}")
        if version > SCHEMA_VERSION:
            raise SchemaTooNew(self.root, version, SCHEMA_VERSION)


_OURS = frozenset(
    {"archive", "articles", "revisions", "outcomes", "duplicates", "runs", "state", ".newscrawler.json.new"}
)


def _contents(root: Path) -> str:
    """Up to three names in ``root`` that keep it from being taken for an empty folder."""
    names = sorted(entry.name for entry in root.iterdir() if not _is_harmless(entry))
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")


def _is_harmless(entry: Path) -> bool:
    if entry.name in _MAY_STAND_IN_AN_EMPTY_FOLDER:
        return True
    # A start killed before its marker leaves empty folders of ours.
    return entry.name in _OURS and (entry.is_file() or not any(path.is_file() for path in entry.rglob("*")))
