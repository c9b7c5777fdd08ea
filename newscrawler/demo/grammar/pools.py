"""The grammar's data: frames, topics and provinces, read once from the TOML files beside this module."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Pools = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Province:
    """Places of one province; the texts of a portal name no others."""

    name: str
    capital: str
    districts: dict[str, list[str]]
    """District to its communes, both with their kind in front: ``huyện Đăk Hà``."""


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


@cache
def frames() -> Pools:
    """Sentence frames and the phrases every topic shares."""
    return _read("frames.toml")


@cache
def names() -> Pools:
    """Parts of people's names: family, middle, given, and whole names of the highland peoples."""
    return _read("people.toml")


@cache
def topic(name: str) -> Pools:
    """Phrases of one topic, e.g. ``nong_nghiep``; raises FileNotFoundError for an unknown one."""
    return {**frames(), **_read(f"topics/{name}.toml")}


@cache
def province(name: str) -> Province:
    """A province by file name, e.g. ``kontum``; raises FileNotFoundError for an unknown one."""
    return Province(**_read(f"provinces/{name}.toml"))
