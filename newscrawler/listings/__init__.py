"""Listing pages: which articles they link, which page comes next, which dated listings a portal offers."""

from newscrawler.listings.dated import DatedPage, PostedFields, dated_pages
from newscrawler.listings.facts import ListingFacts
from newscrawler.listings.feed import read_feed
from newscrawler.listings.forbidden import is_forbidden
from newscrawler.listings.listing_page import ArticleLink, DatedLink, ListingPage, NextPage
from newscrawler.listings.postback import form_for_postback
from newscrawler.listings.reading import read_listing
from newscrawler.listings.sitemap import read_sitemap

__all__ = [
    "ArticleLink",
    "DatedLink",
    "DatedPage",
    "ListingFacts",
    "ListingPage",
    "NextPage",
    "PostedFields",
    "dated_pages",
    "form_for_postback",
    "is_forbidden",
    "read_feed",
    "read_listing",
    "read_sitemap",
]
