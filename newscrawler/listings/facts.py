"""What a portal file may say about listing pages: the ``[listing]`` table.

Every fact is optional. What is not said is found from the structure of the page, so a file states only what the
generic reading gets wrong or what a page cannot show (a day filter behind a script, for example).
"""

from __future__ import annotations

import re
import string
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.functional_validators import AfterValidator, BeforeValidator
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

_PROBE = LexborHTMLParser("<p></p>")


def _selector(value: str) -> str:
    try:
        _PROBE.css(value)
    except (SelectolaxError, ValueError) as error:
        raise ValueError(f"{value!r} is not a CSS selector: {error}") from error
    return value


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is not a regular expression: {error}") from error
    return value


Selector = Annotated[str, AfterValidator(_selector)]
"""A CSS selector that lexbor understands."""
Pattern = Annotated[str, AfterValidator(_pattern)]
"""A regular expression, searched (not anchored) in an absolute address."""


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Selectors = Annotated[tuple[Selector, ...], BeforeValidator(_as_tuple)]
"""Selectors tried in order; a single one may stand without brackets."""
Patterns = Annotated[tuple[Pattern, ...], BeforeValidator(_as_tuple)]
"""Regular expressions of which one has to match; a single one may stand without brackets."""


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NextLinkPaging(_Facts):
    """The page links its successor; ``link`` says which element, without it the generic rules decide."""

    kind: Literal["next-link"] = "next-link"
    link: Selectors = ()
    """Selectors of the element that leads on, tried in order. Where it leads is still checked."""


class ParameterPaging(_Facts):
    """Pages are numbered by a query parameter: ``?page=2``, ``?p=2``, Liferay's ``_…_cur=2``, ``start=20``."""

    kind: Literal["parameter"]
    name: str = Field(min_length=1)
    """Name of the parameter. A name that begins with ``_`` also stands for Liferay's longer names ending in it."""
    first: int = 1
    """Number of the first page, which is the listing's address without the parameter."""
    step: int = Field(default=1, ge=1)
    """How much the number grows by page; 20 for an offset in items."""
    linked: bool = True
    """Whether the page links its successor. ``False`` (pager made by a script): the successor is asked for as long as
    a page has articles."""

    @model_validator(mode="after")
    def _whole_name(self) -> ParameterPaging:
        if not self.linked and self.name.startswith("_"):
            raise ValueError("linked = false needs the parameter's whole name")
        return self


class PathPaging(_Facts):
    """Pages are numbered in the path: ``trang-{n}``, ``/page-{n}/``, ``-p{n}``, the relative ``p{n}``."""

    kind: Literal["path"]
    template: str | None = None
    """What stands where the number is: ``/page-{n}/`` is set behind the listing's path, ``-p{n}`` is put at its end
    (before ``.html``), anything else (``p{n}``, ``trang-{n}.html``) is resolved against the page as a relative link."""
    pattern: Pattern | None = None
    """Instead of a template, for a number in the middle: a regular expression whose one group is the number."""
    first: int = 1
    """Number the first page has or would have; 0 where ``-page1`` is the second page."""
    linked: bool = True
    """As in :class:`ParameterPaging`."""

    @model_validator(mode="after")
    def _one_way(self) -> PathPaging:
        if (self.template is None) == (self.pattern is None):
            raise ValueError("state either template or pattern")
        if self.template is not None and self.template.count("{n}") != 1:
            raise ValueError("template must hold {n} once")
        if self.pattern is not None and re.compile(self.pattern).groups != 1:
            raise ValueError("pattern must have one group, the number")
        return self


class SharePointPaging(_Facts):
    """A SharePoint list view's own pager: a link with ``Paged=TRUE`` and a growing ``PageFirstRow``."""

    kind: Literal["sharepoint"]


class PostbackPaging(_Facts):
    """ASP.NET WebForms: the pager's links call ``__doPostBack`` and the page's form has to be sent."""

    kind: Literal["postback"]
    link: Selectors = ()
    """Selectors of the pager's links; empty: every link that posts back with a page number or a word for *next*."""


class NoPaging(_Facts):
    """The listing has one page (or scrolls by script alone); no link is followed as its successor."""

    kind: Literal["none"]


Paging = Annotated[
    NextLinkPaging | ParameterPaging | PathPaging | SharePointPaging | PostbackPaging | NoPaging,
    Field(discriminator="kind"),
]


def _check_template(template: str, extra: frozenset[str] = frozenset()) -> str:
    """Raise ``ValueError`` unless ``template`` only uses ``{start:…}``, ``{end:…}`` and the names in ``extra``."""
    allowed = {"start", "end"} | extra
    for _, name, spec, conversion in string.Formatter().parse(template):
        if name is None:
            continue
        if name not in allowed or conversion is not None:
            raise ValueError(f"{{{name}}} is unknown; use {', '.join(sorted(allowed))}")
        if name in ("start", "end"):
            if not spec:
                raise ValueError(f"{{{name}}} needs a format, for example {{{name}:%d/%m/%Y}}")
            format(date(2017, 4, 1), spec)
    return template


class _Dated(_Facts):
    granularity: Literal["day", "month"] = "day"
    """How much time one dated listing covers."""


class DatedUrls(_Dated):
    """Dated listings that have an address of their own."""

    kind: Literal["url"]
    template: str
    """Address, absolute or relative to the base address, with ``{start:FORMAT}`` and ``{end:FORMAT}`` for the first and
    last day (``strftime`` formats) and ``{name}`` for the named groups of ``section_url``."""
    section_url: Pattern | None = None
    """Regular expression for a section's address whose named groups the template uses (category number, slug).
    ``None``: the dated listings are the portal's, not a section's."""

    @model_validator(mode="after")
    def _known_names(self) -> DatedUrls:
        names = frozenset(re.compile(self.section_url).groupindex) if self.section_url else frozenset()
        _check_template(self.template, names)
        return self


class DatedParameters(_Dated):
    """Dated listings by parameters added to a section's address: ``?date=21/04/2017``."""

    kind: Literal["parameter"]
    parameters: dict[str, str] = Field(min_length=1)
    """Parameter names and their values, templates as in :class:`DatedUrls`."""

    @model_validator(mode="after")
    def _known_names(self) -> DatedParameters:
        for template in self.parameters.values():
            _check_template(template)
        return self


class DatedPostback(_Dated):
    """Dated listings by sending the section page's WebForms form back to it."""

    kind: Literal["postback"]
    target: str = ""
    """``__EVENTTARGET``: control name with ``$``; empty when a submit button among ``fields`` does it."""
    argument: str = ""
    """``__EVENTARGUMENT``."""
    fields: dict[str, str] = Field(default_factory=dict)
    """Further fields: names (or endings after the last ``$``) and values, templates as in :class:`DatedUrls`."""

    @model_validator(mode="after")
    def _known_names(self) -> DatedPostback:
        for template in self.fields.values():
            _check_template(template)
        return self


Dated = Annotated[DatedUrls | DatedParameters | DatedPostback, Field(discriminator="kind")]


def _none_is_none(value: object) -> object:
    return None if value == {"kind": "none"} else value


class ListingFacts(_Facts):
    """Facts about a portal's listing pages. An empty one means: read generically."""

    item: Selectors = ()
    """Elements that hold one item each; the first selector that matches is used. Empty: the page's main stream."""
    link: Selectors = ()
    """The article link, inside ``item`` (or in the page when ``item`` is empty). Empty: the item's best link."""
    title: Selectors = ()
    """The title inside ``item``. Empty: the link's title attribute, heading or text."""
    date: Selectors = ()
    """The printed date inside ``item``. Empty: a date beside the link."""
    article_url: Patterns = ()
    """Forms of article addresses. Stated: a link that matches none of them is no article. With neither ``item`` nor
    ``link``, the main stream is looked for among the links that match."""
    listing_url: Patterns = ()
    """Forms of section and listing addresses: never articles."""
    ignore_url: Patterns = ()
    """Forms of addresses that are neither and never followed."""
    paging: Paging | None = None
    """How pages follow each other; ``None``: found generically."""
    dated: Annotated[Dated | None, BeforeValidator(_none_is_none)] = None
    """How dated listings are reached; ``None``: the portal has none that is known. The table ``{kind = "none"}`` says
    so of a portal whose family has them."""
