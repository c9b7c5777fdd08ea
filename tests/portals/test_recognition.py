"""Families are recognised by their fingerprints, each sign told; a page of no family is generic."""

from __future__ import annotations

import pytest

from newscrawler.portals.family import GENERIC, family_names, read_family
from newscrawler.portals.model import Generation
from newscrawler.portals.recognition import SeenPage, recognise
from tests.portals.replicas import front_page

FAMILY_OF = {
    "baocantho": "baocantho-php",
    "baodautu": GENERIC,
    "codeigniter": "codeigniter-icd",
    "kontum": "kontum-2019",
    "liferay6": "liferay6",
    "liferay7": "liferay7",
    "mic": "sharepoint-mic",
    "nukeviet": "nukeviet",
    "tandan": "sharepoint-tandan",
    "vietnamnet": GENERIC,
    "vnpt": "vnpt",
    "webcenter": GENERIC,
    "webforms": "webforms",
    "wordpress": "wordpress",
}


@pytest.mark.parametrize(("replica", "family"), FAMILY_OF.items())
def test_a_front_page_shows_its_family_and_why(replica: str, family: str) -> None:
    recognition = recognise([front_page(replica)])
    assert recognition.family == family
    assert recognition.reasons


@pytest.mark.parametrize("name", family_names())
def test_the_defaults_of_every_family_are_facts_of_a_generation(name: str) -> None:
    family = read_family(name)
    assert Generation.model_validate({"name": "x", **family.generation}).name == "x"
    assert name == GENERIC or family.fingerprints.links


def test_one_sign_alone_proves_nothing() -> None:
    page = SeenPage("http://a.example/", b'<meta name="generator" content="Microsoft SharePoint"><p>Xin ch\xc3\xa0o')
    recognition = recognise([page])
    assert recognition.family == GENERIC
    assert "nearest" in recognition.reasons[0]


def test_headers_and_cookies_are_signs_too() -> None:
    page = SeenPage("http://a.example/", b"<p>", {"set-cookie": "nv4_u=1; path=/", "liferay-portal": "6.2"})
    assert recognise([page, page]).score == 3
    both = SeenPage("http://a.example/", b'<meta name="generator" content="NukeViet v4">', {"set-cookie": "nv4_u=1"})
    assert recognise([both]).family == "nukeviet"
