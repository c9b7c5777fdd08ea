"""The dataset in the browser: pages and a JSON API over the same answers. Needs the extra ``web``."""

from __future__ import annotations
