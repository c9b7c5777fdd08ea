"""Replica portals served on loopback."""
