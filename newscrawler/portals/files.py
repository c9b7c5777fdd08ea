"""Finding and reading portal files: the ones shipped, a folder of the user's, or a path."""

from __future__ import annotations

import difflib
import os
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from newscrawler.portals.family import FAMILIES, read_family
from newscrawler.portals.model import Portal, first_fault
from pipelines.errors import PortalFileError, UnknownPortal

SHIPPED = Path(__file__).parent
"""Portal files that come with newscrawler."""

FOLDER_VARIABLE = "NEWSCRAWLER_PORTALS"
"""Environment variable naming a folder of further portal files; they win over shipped ones of the same name."""


def found_folder(output: Path) -> Path:
    """Where a dataset keeps the portal files that were written by looking at portals."""
    return output / "state" / "portals"


def portal_files(output: Path | None = None) -> dict[str, Path]:
    """Every known portal's name and file, sorted by name; with ``output``, also those found for that dataset.

    Of files with one name the user's own wins, then the shipped one.
    """
    files = {file.stem: file for file in found_folder(output).glob("*.toml")} if output else {}
    files |= {file.stem: file for file in SHIPPED.glob("*.toml")}
    if own := os.environ.get(FOLDER_VARIABLE):
        files |= {file.stem: file for file in Path(own).glob("*.toml")}
    return dict(sorted(files.items()))


def load_portal(name: str, *, base_url: str | None = None, output: Path | None = None) -> Portal:
    """The portal called ``name``, or of the file at that path when it ends in ``.toml``.

    ``base_url`` serves it from elsewhere; ``output`` is as for :func:`portal_files`.
    Raises UnknownPortal or PortalFileError.
    """
    if name.endswith(".toml"):
        file = Path(name)
    else:
        files = portal_files(output)
        if name not in files:
            raise UnknownPortal(name, list(files), difflib.get_close_matches(name, files))
        file = files[name]
    portal = read_portal(file)
    if base_url is None:
        return portal
    try:
        return portal.at(base_url)
    except ValidationError as error:
        raise PortalFileError(file, "base_url (overridden)", first_fault(error.errors())[1]) from error


def read_portal(file: Path) -> Portal:
    """The portal file at ``file``, family defaults merged in. Raises PortalFileError."""
    table = _read_table(file)
    table.setdefault("name", file.stem)
    merge_families(table, file)
    try:
        portal = Portal.model_validate(table)
    except ValidationError as error:
        raise PortalFileError(file, *first_fault(error.errors())) from error
    if portal.name != file.stem:
        raise PortalFileError(file, "name", f"expected the file's own name {file.stem!r}, found {portal.name!r}")
    return portal


def _read_table(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise PortalFileError(file, "(the file)", "expected a portal file, found nothing at that path") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PortalFileError(file, "(the file)", f"expected TOML in UTF-8: {error}") from error


def merge_families(table: dict[str, Any], file: Path) -> None:
    """Fill what each generation of ``table`` leaves open from its family; ``file`` is named in errors."""
    for generation in table.get("generations", ()):
        if isinstance(generation, dict) and generation.get("family"):
            _merge_family(generation, file)


def _merge_family(generation: dict[str, Any], file: Path) -> None:
    """One level deep: tables key by key."""
    try:
        defaults = read_family(str(generation["family"])).generation
    except PortalFileError as error:
        if (FAMILIES / f"{generation['family']}.toml").exists():
            raise
        expected = str(error).rpartition(": ")[2]
        raise PortalFileError(file, "family", expected) from error
    for key, default in defaults.items():
        own = generation.setdefault(key, default)
        if isinstance(default, dict) and isinstance(own, dict):
            generation[key] = default | own
