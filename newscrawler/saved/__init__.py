"""Saved page files: what would be extracted from them, and which links they hold."""
