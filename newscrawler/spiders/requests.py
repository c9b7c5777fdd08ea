"""The requests of a run: of listing pages, of forms that ask for days, of articles, and of known articles again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy import FormRequest, Request

from newscrawler.downloads.received import UNREAD
from newscrawler.listings import NextPage
from newscrawler.spiders.entrances import Entrance
from newscrawler.spiders.failures import Failures
from newscrawler.spiders.streams import stream_conditions
from newscrawler.spiders.visits import PATIENT_TRIES, conditional_headers
from newscrawler.spiders.walk import Walk
from pipelines.ledger import Discovery, Visit
from pipelines.records import PageKind

if TYPE_CHECKING:
    from newscrawler.spiders.portal import PortalSpider

ARTICLES_FIRST = 10
"""Priority of article requests over listing pages, so that few requests wait at any time."""

Callback = Callable[..., Iterator[Any]]


class Requests:
    """Makes the requests of one spider, to which their answers go; to ``failures`` goes what brought none."""

    def __init__(self, spider: PortalSpider, failures: Failures) -> None:
        self._spider, self._failures = spider, failures
        self._conditions = partial(
            stream_conditions, ledger=spider.session.ledger, options=spider.options, now=spider.began_at
        )

    def entering(self, entrances: Iterable[Entrance]) -> Iterator[Request]:
        """The requests that open all ``entrances``; a page with a form is asked for once for all its days."""
        forms: dict[str, list[Entrance]] = {}
        for entrance in entrances:
            self._spider.walks.begin(entrance.walk)
            if entrance.dated and entrance.dated.postback:
                forms.setdefault(entrance.url, []).append(entrance)
            else:
                yield self.listing(entrance.url, entrance.walk, entrance.kind)
        for url, posted in forms.items():
            arguments = {"posted": posted}
            yield Request(url, callback=self._spider.parse_postback, errback=self._failures.form, cb_kwargs=arguments)

    def listing(
        self,
        url: str,
        walk: Walk,
        kind: PageKind,
        form: dict[str, str] | None = None,
        callback: Callback | None = None,
    ) -> Request:
        """A page of a listing; with ``form`` its fields are sent, ``callback`` is ``parse_listing`` unless given."""
        arguments: dict[str, Any] = {
            "callback": callback or self._spider.parse_listing,
            "errback": self._failures.listing,
            "cb_kwargs": {"walk": walk, "kind": kind},
            "headers": self._conditions(walk, kind),
        }
        return FormRequest(url, formdata=form, **arguments) if form else Request(url, **arguments)

    def next_page(self, following: NextPage, walk: Walk, kind: PageKind) -> Request:
        """The page that a listing page leads to."""
        return self.listing(following.url, walk, kind, dict(following.form) if following.form else None)

    def article(self, discovery: Discovery) -> Request:
        """An article met for the first time, or left over."""
        return Request(
            discovery.url,
            callback=self._spider.parse_article,
            errback=self._failures.article,
            cb_kwargs={"discovery": discovery},
            meta={UNREAD: True},
            priority=ARTICLES_FIRST,
        )

    def visit(self, visit: Visit) -> Request:
        """A known article again, conditionally."""
        return Request(
            visit.discovery.url,
            callback=self._spider.parse_article,
            errback=self._failures.article,
            cb_kwargs={"discovery": visit.discovery, "visit": visit},
            headers=conditional_headers(visit),
            meta={UNREAD: True, "dont_retry": not visit.has_text and visit.n_fetches >= PATIENT_TRIES},
        )
