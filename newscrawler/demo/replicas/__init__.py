"""Replica templates: one folder each, with the markup, address forms and paging of one kind of portal."""
