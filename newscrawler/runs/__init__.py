"""What surrounds a crawl: run report, monitors, lock, schedule."""
