"""Everything that is raised on purpose. Exceptions carry facts and do not log.

NewscrawlerError
├── SettingsError          a portal file, option or output folder is wrong: fix it and run again
│   ├── PortalFileError    file, key and what was expected
│   ├── UnknownPortal      no file of that name; carries the near misses
│   ├── NotADataset        the output folder holds something else
│   ├── QueryError         a question to the corpus that cannot be asked, or went past its bounds
│   │   └── AbsentPortal   narrowed to a portal of which the dataset holds nothing; carries the near misses
│   └── MissingExtra       a library of an optional extra is not installed
├── PortalChanged          the portal is not what its file says: the run of that portal fails
│   └── ListingChanged     a listing page without the links it should have
├── RunInProgress          another run holds the lock of this output folder
├── DatasetDamaged         a file of the dataset or the archive cannot be read
└── SchemaTooNew           written by a later version of newscrawler
"""

from __future__ import annotations

from pathlib import Path


class NewscrawlerError(Exception):
    """Root of all errors raised on purpose; ``exit_code`` is what the command line ends with."""

    exit_code = 1


class SettingsError(NewscrawlerError):
    """Something the user wrote is wrong."""

    exit_code = 2


class PortalFileError(SettingsError):
    """A portal file breaks its model."""

    def __init__(self, file: Path, key: str, expected: str) -> None:
        self.file, self.key, self.expected = file, key, expected
        super().__init__(f"{file}: {key}: {expected}")


class UnknownPortal(SettingsError):
    """No portal of that name."""

    def __init__(self, name: str, known: list[str], near: list[str]) -> None:
        self.name, self.known, self.near = name, known, near
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        super().__init__(f"no portal is called {name!r}.{hint} Known: {', '.join(known)}")


class NotADataset(SettingsError):
    """The output folder exists, is not empty, and was not made by newscrawler."""

    def __init__(self, folder: Path, found: str) -> None:
        self.folder, self.found = folder, found
        super().__init__(
            f"{folder} is not a newscrawler dataset: expected newscrawler.json in it, found {found}. "
            "Name an empty or new folder with --output."
        )


class QueryError(SettingsError):
    """A question to the corpus that cannot be asked, or that went past its bounds."""


class AbsentPortal(QueryError):
    """The dataset holds nothing of a portal that a question is narrowed to: an empty answer would look like a fact."""

    def __init__(self, name: str, held: tuple[str, ...], near: list[str]) -> None:
        self.name, self.held, self.near = name, held, near
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        there = f"It holds: {', '.join(held)}" if held else "It holds none yet"
        super().__init__(f"the dataset holds nothing of a portal {name!r}.{hint} {there}")


class MissingExtra(SettingsError):
    """A library of an optional extra is not installed."""

    def __init__(self, library: str, extra: str, purpose: str) -> None:
        self.library, self.extra = library, extra
        super().__init__(f"{purpose} needs {library}, which is not installed. pip install 'newscrawler[{extra}]'")


class PortalChanged(NewscrawlerError):
    """The portal is not what its file says."""

    exit_code = 4

    def __init__(self, url: str, fact: str) -> None:
        self.url, self.fact = url, fact
        super().__init__(f"{url}: {fact}")


class ListingChanged(PortalChanged):
    """A listing page without the links it should have."""


class RunInProgress(NewscrawlerError):
    """Another run holds the lock."""

    exit_code = 5

    def __init__(self, folder: Path, holder: str) -> None:
        self.folder, self.holder = folder, holder
        super().__init__(f"another run is using {folder} ({holder}); wait for it or name another folder with --output")


class DatasetDamaged(NewscrawlerError):
    """A file of the dataset or archive cannot be read."""

    exit_code = 6

    def __init__(self, file: Path, fact: str) -> None:
        self.file, self.fact = file, fact
        super().__init__(f"{file}: {fact}. `newscrawler rebuild` makes the dataset anew from the archive.")


class SchemaTooNew(NewscrawlerError):
    """The dataset was written by a later version."""

    exit_code = 2

    def __init__(self, folder: Path, found: int, known: int) -> None:
        self.folder, self.found, self.known = folder, found, known
        super().__init__(
            f"{folder} has schema version {found}; this version reads up to {known}. Install a newer newscrawler."
        )
