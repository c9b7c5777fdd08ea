"""Downloader middlewares: backoff, blocked pages, private addresses."""
