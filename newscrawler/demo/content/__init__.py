"""What replica portals publish: articles, sections and planted traps, independent of any template."""
