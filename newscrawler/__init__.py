"""The application: brings pages (Scrapy), and answers from the dataset (corpus)."""

__version__ = "0.1.0"
