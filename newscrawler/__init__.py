"""The application: brings pages (Scrapy), and answers from the dataset (corpus)."""

from importlib.metadata import version

__version__ = version("newscrawler")
