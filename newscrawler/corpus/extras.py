"""Libraries of optional extras, imported where they are first needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def load(library: str, extra: str, purpose: str) -> Any:
    """Import ``library``; raise MissingExtra, which names the extra to install for ``purpose``, when it is absent."""
    from pipelines.errors import MissingExtra

    try:
        return import_module(library)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] != library.split(".")[0]:
            raise
        raise MissingExtra(library, extra, purpose) from error
