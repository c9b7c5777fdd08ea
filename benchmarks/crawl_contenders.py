"""The two plain Scrapy spiders that ``benchmarks/crawl.py`` measures beside ours.

python benchmarks/crawl_contenders.py naive http://127.0.0.1:8000 out.jsonl
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from typing import Any

import trafilatura
from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Request, Response
from scrapy.linkextractors import LinkExtractor

ARTICLE = re.compile(r"ItemID=(\d+)|/pages/detail/(\d+)/")
LISTING = r"/Category\.aspx|/pages/category/"


class Plain(Spider):
    """Follows sections and their pages; each article once."""

    name = "plain"

    def __init__(self, base_url: str, output: str, extract: bool) -> None:
        super().__init__()
        self.start_urls = [f"{base_url}/tintuc", f"{base_url}/"]
        self.extract = extract
        self.file = open(output, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        self.seen: set[str] = set()
        self.links = LinkExtractor(allow=[LISTING, ARTICLE.pattern], deny=[r"(?i)print"])

    def parse(self, response: Response) -> Iterator[Any]:
        for link in self.links.extract_links(response):
            match = ARTICLE.search(link.url)
            if match is None:
                yield Request(link.url)
            elif match[0] not in self.seen:
                self.seen.add(match[0])
                yield Request(link.url, callback=self.parse_article)

    def parse_article(self, response: Response) -> Iterator[Any]:
        if not self.extract:
            self.file.write("{}\n")
            return
        document = trafilatura.bare_extraction(response.text, url=response.url, with_metadata=True)
        row = document.as_dict() if document else {"url": response.url}
        fields = {key: row.get(key) for key in ("title", "author", "date", "text", "description", "url")}
        self.file.write(json.dumps(fields, ensure_ascii=False) + "\n")
        yield from self.parse(response)

    def closed(self, reason: str) -> None:
        self.file.close()


if __name__ == "__main__":
    which, address, where = sys.argv[1:]
    process = AsyncCrawlerProcess({"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False})
    process.crawl(Plain, base_url=address, output=where, extract=which == "naive")
    process.start()
