"""Portal files: what they may say, and how their errors tell file, key and expectation."""

from pathlib import Path

import pytest

from newscrawler.portals.files import FOLDER_VARIABLE, load_portal, portal_files, read_portal
from pipelines.errors import PortalFileError, UnknownPortal

GOOD = """
title = "Cổng thông tin điện tử"
base_url = "http://a.gov.vn"

[[generations]]
name = "one"
article_url = '/tin/(?P<id>\\d+)'
identity = "tin {id}"
canonical_url = "/tin/{id}"

[generations.layout]
title = "h1"

[[generations.sections]]
name = "Kinh tế"
url = "/kinh-te"
"""


def a_file(folder: Path, text: str, name: str = "agov") -> Path:
    file = folder / f"{name}.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_good_file_gives_its_facts(tmp_path: Path) -> None:
    portal = read_portal(a_file(tmp_path, GOOD))
    assert (portal.name, portal.host) == ("agov", "a.gov.vn")
    assert portal.layouts()["agov/one"].title == ("h1",)
    (form,) = portal.article_forms()
    assert form.match("http://a.gov.vn/tin/7-abc.html")
    assert portal.absolute("/kinh-te") == "http://a.gov.vn/kinh-te"


@pytest.mark.parametrize(
    ("old", "new", "key", "expected"),
    [
        ('title = "C', 'titel = "x"\ntitle = "C', "titel", "no such key"),
        ('base_url = "http://a.gov.vn"', 'base_url = "a.gov.vn"', "base_url", "found 'a.gov.vn'"),
        ('name = "one"', 'name = "Một"', "generations.0.name", "found 'Một'"),
        ('title = "h1"', 'title = "h1["', "generations.0.layout", "expected a CSS selector, found 'h1['"),
        ('title = "h1"', 'titel = "h1"', "generations.0.layout.titel", "no such key"),
        ("(?P<id>", "(?P<nr>", "generations.0", "{id}"),
        ("(?P<id>\\d+)", "(?P<id>\\d+", "generations.0.article_url", "expected a regular expression"),
        ("[[generations]]", "delay_s = 0.01\n[[generations]]", "delay_s", "0.5"),
        ("[[generations]]", "[[generations", "(the file)", "expected TOML"),
        ('name = "one"', 'name = "one"\nfamily = "joomla9"', "family", "expected one of"),
    ],
)
def test_a_broken_file_names_file_key_and_expectation(
    tmp_path: Path, old: str, new: str, key: str, expected: str
) -> None:
    assert old in GOOD
    file = a_file(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(PortalFileError) as caught:
        read_portal(file)
    assert caught.value.key == key
    assert expected in str(caught.value)
    assert str(file) in str(caught.value)
    assert caught.value.exit_code == 2


def test_the_name_is_the_file_s(tmp_path: Path) -> None:
    with pytest.raises(PortalFileError, match="expected the file's own name"):
        read_portal(a_file(tmp_path, f'name = "other"\n{GOOD}'))


def test_an_unknown_portal_names_its_neighbours() -> None:
    with pytest.raises(UnknownPortal, match="Did you mean kontum"):
        load_portal("kontun")


def test_a_folder_of_the_user_adds_portals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_file(tmp_path, GOOD)
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    assert "agov" in portal_files()
    assert load_portal("agov").title.startswith("Cổng")


def test_every_shipped_portal_file_is_good() -> None:
    for name in portal_files():
        portal = load_portal(name)
        assert portal.name == name
        assert list(portal.sections()), f"{name} has no section"


def test_a_portal_served_elsewhere_keeps_its_facts(tmp_path: Path) -> None:
    replica = read_portal(a_file(tmp_path, GOOD)).at("http://127.0.0.1:8123")
    assert replica.host == "127.0.0.1:8123"
    assert replica.absolute("/kinh-te") == "http://127.0.0.1:8123/kinh-te"
    assert replica.layouts()["agov/one"].title == ("h1",)
