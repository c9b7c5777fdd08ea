"""Answers from the dataset: query, search, report, web, export."""
