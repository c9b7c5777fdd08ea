"""Page → Article or Rejection: :func:`pipelines.extraction.extract.extract`."""
