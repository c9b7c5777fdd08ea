"""Other entrances to a portal than itself: WARC files, the Wayback Machine, Common Crawl."""
