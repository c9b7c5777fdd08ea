"""The journal of a publish: once it stands, the publish will happen; before that, nothing has.

Everything new is written aside first. The journal then names the moves and removals in order, and each of them can be
done twice. Whoever opens the output folder next finishes what a killed process left.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from pipelines.dataset.disk import Disk
from pipelines.errors import DatasetDamaged

JOURNAL = "state/publish.json"
"""Path of the journal relative to the output folder."""

INDEX = "state/duplicates"
"""Folder of the duplicate index relative to the output folder."""

REBUILT_INDEX = "state/duplicates-rebuilt"
"""Folder in which a rebuild makes the index anew; it takes the place of :data:`INDEX` with the journal."""

ASIDE = "state/publish"
"""Folder in which a publish writes aside; without a journal its contents mean nothing."""


@dataclass(frozen=True, slots=True)
class Journal:
    """What is left to do of one publish."""

    publish_id: str
    moves: tuple[tuple[str, str], ...]
    """(written aside, final) paths, relative to the output folder; additions before removals."""
    removals: tuple[str, ...]
    """Files whose partition has no row left."""
    portals: tuple[str, ...]
    """Portals whose outcomes are written anew at the end."""
    withdrawn: tuple[str, ...]
    """Ids of articles that no longer have a row (a rebuild whose extractor rejects them)."""
    rebuild: bool
    """Whether the whole dataset is replaced, the duplicate index too."""

    def write(self, disk: Disk) -> None:
        """Commit: from now on the publish will be finished."""
        disk.write_json(JOURNAL, asdict(self))

    @classmethod
    def read(cls, disk: Disk) -> Journal | None:
        """The journal that stands, ``None`` when no publish is unfinished. Raises DatasetDamaged when unreadable."""
        if not disk.exists(JOURNAL):
            return None
        file = disk.root / JOURNAL
        try:
            facts = json.loads(file.read_text(encoding="utf-8"))
            moves = tuple((source, target) for source, target in facts["moves"])
            return cls(
                facts["publish_id"],
                moves,
                tuple(facts["removals"]),
                tuple(facts["portals"]),
                tuple(facts["withdrawn"]),
                facts["rebuild"],
            )
        except (ValueError, KeyError, TypeError) as error:
            raise DatasetDamaged(file, f"is no journal of a publish: {error!r}") from error

    def replay(self, disk: Disk) -> None:
        """Do the moves, then the removals; what was done before is passed over."""
        for source, target in self.moves:
            if disk.exists(source):
                disk.move(source, target)
        for name in self.removals:
            disk.remove(name)
        if self.rebuild and disk.exists(REBUILT_INDEX):
            disk.remove_tree(INDEX)
            disk.move(REBUILT_INDEX, INDEX)

    def finish(self, disk: Disk) -> None:
        """Forget the journal, then what was written aside."""
        disk.remove(JOURNAL)
        disk.remove_tree(ASIDE)
