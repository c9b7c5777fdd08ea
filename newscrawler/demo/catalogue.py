"""The replica portals by name."""

from __future__ import annotations

from collections.abc import Callable

from newscrawler.demo.content import portals as editions
from newscrawler.demo.content.library import Library
from newscrawler.demo.content.records import Edition
from newscrawler.demo.content.shelf import Shelf
from newscrawler.demo.portal import Portal
from newscrawler.demo.replicas.baocantho.replica import BaoCanTho
from newscrawler.demo.replicas.baodautu.replica import BaoDauTu
from newscrawler.demo.replicas.codeigniter.replica import CodeIgniter
from newscrawler.demo.replicas.kontum_2017.replica import Kontum2017
from newscrawler.demo.replicas.kontum_2019.replica import Kontum2019
from newscrawler.demo.replicas.liferay6.replica import Liferay6
from newscrawler.demo.replicas.liferay7.replica import Liferay7
from newscrawler.demo.replicas.mic.replica import Mic
from newscrawler.demo.replicas.nukeviet.replica import NukeViet
from newscrawler.demo.replicas.replica import Replica
from newscrawler.demo.replicas.tandan.replica import TanDan
from newscrawler.demo.replicas.vietnamnet.replica import VietNamNet
from newscrawler.demo.replicas.vnpt.replica import Vnpt
from newscrawler.demo.replicas.webcenter.replica import WebCenter
from newscrawler.demo.replicas.webforms.replica import WebForms
from newscrawler.demo.replicas.wordpress.replica import WordPress
from pipelines.errors import SettingsError

SMALLEST_PORTAL = 60
"""Fewer articles leave no room for all traps."""

Template = Callable[[Shelf], Replica]

_SINGLE: dict[str, tuple[Edition, Template, str]] = {
    "baocantho": (editions.BAOCANTHO, BaoCanTho, "Disallow: /admin/"),
    "baodautu": (editions.BAODAUTU, BaoDauTu, "Disallow: /admin/"),
    "codeigniter": (editions.CODEIGNITER, CodeIgniter, "Disallow: /admin/"),
    "liferay6": (editions.LIFERAY6, Liferay6, "Disallow: /group/"),
    "liferay7": (editions.LIFERAY7, Liferay7, "Disallow: /group/"),
    "mic": (editions.MIC, Mic, "Disallow: /_layouts/"),
    "nukeviet": (editions.NUKEVIET, NukeViet, "Disallow: /admin/\nDisallow: /vi/users/"),
    "tandan": (editions.TANDAN, TanDan, "Disallow: /portal/_layouts/"),
    "vietnamnet": (editions.VIETNAMNET, VietNamNet, "Disallow: /login"),
    "vnpt": (editions.VNPT, Vnpt, "Disallow: /group/"),
    "webcenter": (editions.WEBCENTER, WebCenter, "Disallow: /webcenter/admin/"),
    "webforms": (editions.WEBFORMS, WebForms, "Disallow: /Admin/"),
    "wordpress": (editions.WORDPRESS, WordPress, "Disallow: /wp-admin/"),
}
"""Portals of one generation: what they publish, their template, what robots.txt forbids."""


def portal_names() -> list[str]:
    """Names of the replica portals."""
    return sorted(("kontum", *_SINGLE))


def open_portal(name: str, *, n_articles: int = 400, seed: int = 7, traps: bool = True) -> Portal:
    """A fresh replica portal of ``n_articles``; raises SettingsError for an unknown name or too few articles."""
    if name not in portal_names():
        raise SettingsError(f"no replica portal is called {name!r}; there are: {', '.join(portal_names())}")
    if n_articles < SMALLEST_PORTAL:
        raise SettingsError(f"a replica portal has at least {SMALLEST_PORTAL} articles, not {n_articles}")

    def shelf(edition: Edition, n: int, *, planted: bool = traps) -> Shelf:
        return Shelf(Library(edition, n, seed, traps=planted))

    if name == "kontum":
        n_later = n_articles // 8
        generations: list[Replica] = [
            Kontum2017(shelf(editions.KONTUM_2017, n_articles - n_later)),
            Kontum2019(shelf(editions.KONTUM_2019, n_later, planted=False)),
        ]
        return Portal(name, generations, _robots("Disallow: /_layouts/\nDisallow: /tintuc/_layouts/"))
    edition, template, rules = _SINGLE[name]
    return Portal(name, [template(shelf(edition, n_articles))], _robots(rules))


def _robots(rules: str) -> str:
    return f"User-agent: *\n{rules}\n"
