"""The application: brings pages (Scrapy), and answers from the dataset (corpus)."""
