"""Looking at a portal nobody described: its family, its sections, what it announces; the portal file that follows.

Pages are asked for through ``fetch``, so that the same survey runs over the network and over saved pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol
from urllib.parse import urljoin, urlsplit

from newscrawler.listings import is_forbidden, read_listing
from newscrawler.listings.dated import dated_form
from newscrawler.listings.url_forms import url_form
from newscrawler.portals.announced import keep_posts_only, note_announced
from newscrawler.portals.dated_survey import linked_dates, try_dated
from newscrawler.portals.family import GENERIC, matches_any, read_family
from newscrawler.portals.model import Generation
from newscrawler.portals.recognition import Recognition, SeenPage, recognise, target_of
from pipelines.errors import PortalChanged
from pipelines.extraction.text import normalize


class Fetch(Protocol):
    """Brings pages one by one."""

    def __call__(self, url: str, form: dict[str, str] | None = None, /) -> Awaitable[SeenPage | None]:
        """The page at ``url``, redirects followed, or the answer to ``form`` sent there; ``None`` when there is none,
        or it may not be asked for."""


MAX_PROBES = 40
"""Pages of one portal that a survey looks at, at most."""
MAX_MISSES = 2
"""So many pages of one address form that are no listings: further ones are not looked at."""
LONGEST_NAME = 60
"""A section's name has fewer characters; longer link texts are titles."""

_NO_SECTION = re.compile(
    r"(?i)^(?:trang (?:chủ|nhất)|home|giới thiệu(?: chung)?|liên hệ|contact|sơ đồ (?:cổng|trang|site)?.*"
    r"|đăng (?:nhập|ký|xuất)|quản trị|tìm kiếm|rss|english|tiếng (?:anh|việt)|thư điện tử|hộp thư.*|hỏi đáp|góp ý"
    r"|thống kê.*|liên kết.*|văn bản.*|thủ tục hành chính|dịch vụ công.*|lịch (?:công tác|tiếp).*|tổ chức bộ máy"
    r"|bộ máy.*|cơ cấu tổ chức|ý kiến.*|số liệu.*|công khai ngân sách|chức năng.*|xem (?:thêm|tiếp).*"
    r"|đọc (?:thêm|tiếp).*|trang sau|trang trước|tiếp|sau|»|>|>>|\d+)$"
)
"""Names of pages that every portal has and that are no news: legal documents and procedures are other modules."""


@dataclass(frozen=True, slots=True)
class FoundSection:
    """A listing that the survey has seen to be one."""

    name: str
    """As the menu prints it."""
    url: str
    page: SeenPage
    articles: frozenset[str] = frozenset()
    """Path and query of the articles it lists."""


@dataclass(slots=True)
class FoundGeneration:
    """One kind of software on the portal."""

    recognition: Recognition
    sections: list[FoundSection] = field(default_factory=list)
    dated_template: str | None = None
    not_dated: str | None = None
    """Why the family's dated listings are not this portal's; ``None`` when they are, or nothing is known."""
    first_day: date | None = None
    last_day: date | None = None
    feeds: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Survey:
    """What was found out about a portal."""

    home: SeenPage
    asked: str
    """The address that was given."""
    title: str
    generations: list[FoundGeneration]
    pages: list[SeenPage]
    """All pages that were looked at."""


async def survey(url: str, fetch: Fetch) -> Survey:
    """Look at the portal at ``url``. Raises PortalChanged when it does not answer or shows no article anywhere."""
    robots = await fetch(urljoin(url, "/robots.txt"))
    home = await fetch(url)
    if home is None:
        raise PortalChanged(url, "expected a portal's front page, found none that may be read")
    looking = _Looking(home, fetch)
    first = FoundGeneration(recognise([home]))
    found = Survey(home, url, _title(home), [first], looking.pages)
    await looking.sections(home, first)
    await _other_generations(found, looking)
    note_announced(first, home, robots.body.decode("utf-8", "replace") if robots else "")
    await keep_posts_only(first, fetch)
    for generation in found.generations:
        await try_dated(generation, fetch)
    if not any(one.sections for one in found.generations):
        _home_as_listing(first, home, found.title)
    found.generations = [one for one in found.generations if one.sections or one.feeds or one.sitemaps]
    if not found.generations:
        raise PortalChanged(home.url, "no listing of articles was found from its front page, and no feed or sitemap")
    return found


class _Looking:
    """The pages looked at so far, and which address forms have proved to be no listings."""

    def __init__(self, home: SeenPage, fetch: Fetch) -> None:
        self._fetch = fetch
        self._host = urlsplit(home.url).netloc.lower()
        self._misses: dict[str, int] = {}
        self._asked = {home.url.rstrip("/")}
        self.pages = [home]
        self.others: list[tuple[str, SeenPage]] = []
        """Menu entries that are no sections of the generation they were found by."""

    async def sections(self, page: SeenPage, into: FoundGeneration) -> None:
        """Add the sections that ``page`` links; those whose address has the family's form come first."""
        family = read_family(into.recognition.family)
        facts = Generation.model_validate({"name": "x", **family.generation}).listing
        listing = read_listing(page.body, page.url, facts)
        no_sections = {one.url for one in listing.articles} | ({listing.next_page.url} if listing.next_page else set())
        candidates = list(self._candidates(page, no_sections))
        likely = [one for one in candidates if matches_any(family.section_url, target_of(one[1]))]
        for name, url in likely or candidates:
            seen = await self._look(url)
            if seen is None:
                continue
            read = read_listing(seen.body, seen.url, facts)
            if read.kind == "listing" and read.articles and _same_family(seen, into):
                listed = frozenset(target_of(one.url) for one in read.articles)
                into.sections.append(FoundSection(name, url, seen, listed))
            else:
                self._misses[url_form(url)] = self._misses.get(url_form(url), 0) + 1
                self.others.append((name, seen))
        for name, url in candidates if likely else ():
            if url_form(url) not in {url_form(section.url) for section in into.sections}:
                seen = await self._look(url)
                if seen is not None:
                    self._misses[url_form(url)] = self._misses.get(url_form(url), 0) + 1
                    self.others.append((name, seen))

        into.sections = [one for one in into.sections if not self._lists_what_all_link(one)]

    def _lists_what_all_link(self, section: FoundSection) -> bool:
        """Whether a page lists nothing but what most pages link: a text about the province beside *newest articles*."""
        others = [page for page in self.pages if page is not section.page]
        linked = Counter(target for page in others for target in page.targets)
        return len(others) > 2 and all(linked[target] > len(others) / 2 for target in section.articles)

    def _candidates(self, page: SeenPage, no_sections: set[str]) -> Iterator[tuple[str, str]]:
        met: set[str] = set()
        for anchor in page.anchors:
            url, name = anchor.url, normalize(anchor.text).replace("\n", " ").strip()
            if url is None or url in no_sections or url.rstrip("/") in met or not 2 <= len(name) < LONGEST_NAME:
                continue
            if urlsplit(url).netloc.lower() != self._host or _NO_SECTION.match(name) or dated_form(url):
                continue
            if is_forbidden(url) or re.search(r"(?i)/(?:rss|feed)\b|\.(?:pdf|docx?|xlsx?)$", url):
                continue
            met.add(url.rstrip("/"))
            yield name, url

    async def _look(self, url: str) -> SeenPage | None:
        """The page at ``url``, once; ``None`` when enough was seen, or its form has proved to be no listing."""
        if url.rstrip("/") in self._asked or len(self.pages) >= MAX_PROBES:
            return None
        if self._misses.get(url_form(url), 0) >= MAX_MISSES:
            return None
        self._asked.add(url.rstrip("/"))
        page = await self._fetch(url)
        if page is None:
            self._misses[url_form(url)] = self._misses.get(url_form(url), 0) + 1
            return None
        self.pages.append(page)
        return page


def _same_family(page: SeenPage, generation: FoundGeneration) -> bool:
    """Whether the page shows no other family than the generation's."""
    return recognise([page]).family in (generation.recognition.family, GENERIC)


async def _other_generations(found: Survey, looking: _Looking) -> None:
    """Menu entries that lead to a part of the portal on other software: an older site that is still served."""
    for _, page in list(looking.others):
        recognition = recognise([page])
        if recognition.family in (GENERIC, *(one.recognition.family for one in found.generations)):
            continue
        generation = FoundGeneration(recognition)
        await looking.sections(page, generation)
        linked_dates(generation, page)
        found.generations.append(generation)
    for generation in found.generations:
        for page in (found.home, *(section.page for section in generation.sections[:1])):
            linked_dates(generation, page)
    found.generations[0].last_day = None  # the newest goes on


def _home_as_listing(generation: FoundGeneration, home: SeenPage, title: str) -> None:
    """A portal without sections: its front page may be the listing of everything."""
    family = read_family(generation.recognition.family)
    facts = Generation.model_validate({"name": "x", **family.generation}).listing
    if read_listing(home.body, home.url, facts).articles:
        generation.sections.append(FoundSection(title, home.url, home))


def _title(home: SeenPage) -> str:
    site = home.tree.css_first('meta[property="og:site_name"]')
    named = (site.attributes.get("content") or "") if site is not None else ""
    head = home.tree.css_first("title")
    text = named or (head.text() if head is not None else "")
    return " ".join(normalize(text).split()) or urlsplit(home.url).netloc
