"""The core: pages in, dataset out. No network, no clock, no Scrapy."""
