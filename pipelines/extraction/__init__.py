"""Page → Article or Rejection."""
