"""Full-text search over the articles: an index derived from the dataset, and queries typed with or without accents."""

from __future__ import annotations
