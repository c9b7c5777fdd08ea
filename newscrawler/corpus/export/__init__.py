"""The dataset, or part of it, in the forms others read: from JSON lines to Delta Lake and Iceberg."""

from __future__ import annotations
