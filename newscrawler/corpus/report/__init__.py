"""The dataset as one page to read and print, and its data card. Needs the extra ``report``."""

from __future__ import annotations
