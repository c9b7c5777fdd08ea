"""Scheduled crawls: systemd timers and cron lines, staggered, and checked before they are written."""
