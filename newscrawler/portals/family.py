"""Families: what portals on one CMS share, and the fingerprints by which a page shows its family."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError
from pydantic.functional_validators import BeforeValidator

from newscrawler.listings.facts import Pattern, Patterns, Selectors
from newscrawler.portals.model import Facts, Generation, first_fault
from pipelines.errors import PortalFileError

FAMILIES = Path(__file__).parent / "families"
"""One TOML file for each family."""

GENERIC = "generic"
"""The family of portals that show no other: nothing is stated, all is found from structure."""


def _lower_names(table: object) -> object:
    return {key.lower(): value for key, value in table.items()} if isinstance(table, dict) else table


class Fingerprints(Facts):
    """Signs of a family in a page and its response. Each that is found counts once."""

    generator: Pattern | None = None
    """Regular expression for ``<meta name=generator>``."""
    links: Patterns = ()
    """Regular expressions for links of the portal's own host, searched in path and query."""
    markup: Selectors = ()
    """CSS selectors of elements that only this family has."""
    headers: Annotated[dict[str, Pattern], BeforeValidator(_lower_names)] = Field(default_factory=dict)
    """Response header (any case) to a regular expression for its value."""
    cookies: Patterns = ()
    """Regular expressions for names of cookies that the portal sets."""


class Family(Facts):
    """A family's file."""

    name: str
    """The file's name without its ending."""
    title: str
    """For people."""
    section_url: Patterns = ()
    """Forms of section addresses, searched in path and query: links of that form are looked at first."""
    sitemap_url: Patterns = ()
    """Forms of the sitemaps that hold articles; empty: every sitemap the portal announces."""
    walk_dated: bool = False
    """Whether dated listings show articles that sections do not, so that a first crawl walks them too."""
    fingerprints: Fingerprints
    """How the family is recognised."""
    generation: dict[str, Any]
    """Defaults of a generation, one level deep; checked by :class:`Generation` together with the portal's own facts."""


def family_names() -> list[str]:
    """Names of all families, sorted."""
    return sorted(file.stem for file in FAMILIES.glob("*.toml"))


@lru_cache(maxsize=64)
def read_family(name: str) -> Family:
    """The family called ``name``. Raises PortalFileError, also for a family that does not exist."""
    file = FAMILIES / f"{name}.toml"
    if not file.is_file():
        raise PortalFileError(file, "family", f"expected one of {family_names()}, found {name!r}")
    try:
        family = Family.model_validate({**tomllib.loads(file.read_text(encoding="utf-8")), "name": name})
        Generation.model_validate({"name": "defaults", **family.generation})
    except tomllib.TOMLDecodeError as error:
        raise PortalFileError(file, "(the file)", f"expected TOML: {error}") from error
    except ValidationError as error:
        raise PortalFileError(file, *first_fault(error.errors())) from error
    return family


def matches_any(patterns: tuple[str, ...], target: str) -> bool:
    """Whether one of ``patterns`` is found in ``target``."""
    return any(re.search(pattern, target) for pattern in patterns)
