"""Page → Article or Rejection."""

from pipelines.extraction.extract import extract

__all__ = ["extract"]
