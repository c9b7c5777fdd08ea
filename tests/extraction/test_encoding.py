"""Bytes to text: compressed, cut, bombed; declared right, wrong or not at all; from before Unicode."""

from __future__ import annotations

import gzip
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from html import unescape
from unicodedata import normalize as unicode_form

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction import legacy
from pipelines.extraction.encoding import UndecodableBody, decode_html, decoded_body
from pipelines.extraction.syllables import is_syllable
from pipelines.records import Page, PageKind, Reason

TEXT = (
    "Ngày 19/4/2017, Ủy ban nhân dân tỉnh đã ban hành kế hoạch triển khai thực hiện Chương trình phòng ngừa, "
    "giảm thiểu lao động trẻ em trên địa bàn tỉnh giai đoạn 2017-2020, với mục tiêu trên sáu mươi phần trăm người dân "
    "được tiếp cận thông tin về những nguy cơ, quyền lợi và nghĩa vụ của mỗi gia đình ở vùng sâu, vùng xa."
)
HTML = f"<html><head><title>Tin tức</title></head><body><h1>Kế hoạch</h1><p>{TEXT}</p><p>{TEXT}</p></body></html>"


def page(body: bytes, **headers: str) -> Page:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    url = "https://example.vn/a"
    return Page("x", url, url, url, url, 200, named, body, datetime(2026, 1, 1, tzinfo=UTC), PageKind.ARTICLE, "r")


class TestDecodedBody:
    def test_identity(self) -> None:
        assert decoded_body(page(b"abc"), 10) == b"abc"

    def test_gzip(self) -> None:
        assert decoded_body(page(gzip.compress(b"abc"), content_encoding="gzip"), 10) == b"abc"

    def test_gzip_of_several_members_with_padding(self) -> None:
        body = gzip.compress(b"abc") + gzip.compress(b"def") + b"\x00\x00"
        assert decoded_body(page(body, content_encoding="gzip"), 10) == b"abcdef"

    def test_gzip_nobody_announced(self) -> None:
        assert decoded_body(page(gzip.compress(b"abc")), 10) == b"abc"

    def test_announced_but_plain(self) -> None:
        assert decoded_body(page(b"abc", content_encoding="gzip"), 10) == b"abc"

    def test_zlib_and_raw_deflate(self) -> None:
        raw = zlib.compressobj(wbits=-15)
        body = raw.compress(b"abc") + raw.flush()
        assert decoded_body(page(zlib.compress(b"abc"), content_encoding="deflate"), 10) == b"abc"
        assert decoded_body(page(body, content_encoding="deflate"), 10) == b"abc"

    @pytest.mark.parametrize("coding", ["gzip", "deflate"])
    def test_bomb(self, coding: str) -> None:
        data = b"\x00" * 20_000_000
        body = gzip.compress(data) if coding == "gzip" else zlib.compress(data)
        with pytest.raises(UndecodableBody) as caught:
            decoded_body(page(body, content_encoding=coding), 1_000_000)
        assert caught.value.reason is Reason.TOO_LARGE

    def test_too_large_without_compression(self) -> None:
        with pytest.raises(UndecodableBody) as caught:
            decoded_body(page(b"x" * 11), 10)
        assert caught.value.reason is Reason.TOO_LARGE

    def test_cut(self) -> None:
        body = gzip.compress(HTML.encode())
        with pytest.raises(UndecodableBody) as caught:
            decoded_body(page(body[:-20], content_encoding="gzip"), 10**6)
        assert caught.value.reason is Reason.TRUNCATED

    def test_shorter_than_announced(self) -> None:
        with pytest.raises(UndecodableBody) as caught:
            decoded_body(page(b"abc", content_length="10"), 10**6)
        assert caught.value.reason is Reason.TRUNCATED

    def test_unknown_coding(self) -> None:
        with pytest.raises(UndecodableBody) as caught:
            decoded_body(page(b"abc", content_encoding="br"), 10**6)
        assert caught.value.reason is Reason.NOT_HTML

    @given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "gzip, deflate", "identity", "br", ""]))
    def test_only_its_own_error(self, body: bytes, coding: str) -> None:
        with suppress(UndecodableBody):
            decoded_body(page(body, content_encoding=coding), 1000)


def cp1258(text: str) -> bytes:
    """``text`` in windows-1258: tones apart, letters with circumflex, breve and horn composed."""
    composed = []
    for character in unicode_form("NFC", text):
        parts = unicode_form("NFD", character)
        tones = [part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323"]
        composed.append(unicode_form("NFC", "".join(part for part in parts if part not in tones)) + "".join(tones))
    return "".join(composed).encode("cp1258")


def tcvn3(text: str) -> str:
    codes = dict(zip(legacy.TCVN3.values(), map(chr, legacy.TCVN3), strict=True))
    return "".join(codes.get(character, codes.get(character.lower(), character)) for character in text)


def vni(text: str) -> str:
    codes = {letter: code for code, letter in sorted(legacy.VNI.items(), key=lambda item: len(item[0]))}
    return "".join(codes.get(character, character) for character in text)


class TestCharsets:
    @pytest.mark.parametrize(
        ("body", "content_type"),
        [
            (HTML.encode(), None),
            (HTML.encode(), "text/html; charset=utf-8"),
            (HTML.encode(), "text/html; charset=iso-8859-1"),
            (HTML.encode(), "text/html; charset=nonsense"),
            (HTML.replace("<head>", '<head><meta charset="windows-1258">').encode(), None),
            (b"\xef\xbb\xbf" + HTML.encode(), "text/html; charset=windows-1252"),
            (b"\xff\xfe" + HTML.encode("utf-16-le"), None),
            (HTML.encode("utf-16-le"), None),
            (HTML.encode("utf-16-be"), None),
            (unicode_form("NFD", HTML).encode(), None),
            (HTML.encode()[:-3] + b"\xe1\xba", None),
            (HTML.encode() + b"\xff", "text/html; charset=utf-8"),
            (cp1258(HTML), None),
            (cp1258(HTML), "text/html; charset=windows-1258"),
            (cp1258(HTML), "text/html; charset=utf-8"),
            (cp1258(HTML), "text/html; charset=iso-8859-1"),
            (HTML.encode().replace(b"<p>", b"<p>\x00"), None),
        ],
    )
    def test_text_comes_out(self, body: bytes, content_type: str | None) -> None:
        assert TEXT in unicode_form("NFC", decode_html(body, content_type).text)

    def test_nul_bytes_are_gone_and_said(self) -> None:
        decoded = decode_html(b"<p>a\x00b</p>")
        assert decoded.text == "<p>ab</p>"
        assert decoded.problems == ("1 NUL characters removed",)

    def test_letters_escaped_twice(self) -> None:
        escaped = "".join(f"&amp;#{ord(c)};" if ord(c) > 127 else c for c in HTML).replace("lao ", "lao&amp;nbsp;")
        decoded = decode_html(escaped.encode())
        assert TEXT.replace("lao ", "lao\u00a0") in unescape(decoded.text)
        assert decoded.problems == ("letters were escaped twice",)

    def test_a_stray_double_escape_stays(self) -> None:
        html = HTML.replace("lao ", "lao&amp;nbsp;")
        assert decode_html(html.encode()).text == html

    def test_a_clean_page_has_no_problems(self) -> None:
        decoded = decode_html(HTML.encode(), "text/html; charset=utf-8")
        assert (decoded.encoding, decoded.problems) == ("utf-8", ())

    def test_a_wrong_declaration_is_said(self) -> None:
        assert decode_html(HTML.encode(), "text/html; charset=big5").problems == ("declared big5, is utf-8",)

    @pytest.mark.parametrize(
        ("text", "charset"),
        [
            ("<p>Тысячи людей вышли на улицы города</p>", "windows-1251"),
            ("<p>東京で新しい展覧会が始まりました</p>", "shift_jis"),
            ("<p>Café crème à la carte, déjà vu</p>", "iso-8859-1"),
            ("<p>경제 성장률이 높아졌다</p>", "euc-kr"),
        ],
    )
    def test_declared_charsets_of_other_languages(self, text: str, charset: str) -> None:
        assert decode_html(text.encode(charset), f"text/html; charset={charset}").text == text

    @given(st.binary(max_size=400), st.one_of(st.none(), st.text(max_size=40)))
    def test_never_raises(self, body: bytes, content_type: str | None) -> None:
        assert "\x00" not in decode_html(body, content_type).text


class TestLegacyFonts:
    @pytest.mark.parametrize(("encode", "name"), [(tcvn3, "tcvn3"), (vni, "vni")])
    @pytest.mark.parametrize("codec", ["utf-8", "cp1252"])
    def test_whole_pages(self, encode: object, name: str, codec: str) -> None:
        assert callable(encode)
        decoded = decode_html(str(encode(HTML)).encode(codec))
        assert TEXT.lower() in decoded.text.lower()
        assert decoded.encoding.endswith(name)

    def test_entities_of_a_word_processor(self) -> None:
        body = tcvn3(HTML).replace("µ", "&micro;").replace("Ö", "&Ouml;").replace("é", "&#233;").encode()
        assert TEXT.lower() in decode_html(body).text.lower()

    def test_only_the_legacy_part_of_a_mixed_page(self) -> None:
        shell = "<div>Trang chủ</div><div>Giới thiệu</div><div>Liên hệ</div><div>Bản đồ</div>"
        body = f"<body>{shell}<p>{tcvn3(TEXT)}</p>{shell}</body>".encode()
        text = decode_html(body).text
        assert TEXT.lower() in text.lower()
        assert text.count(shell) == 2

    def test_capitals_of_a_capital_font(self) -> None:
        body = f"<p>{tcvn3(TEXT)}</p><p>CéNG HOµ X· HéI CHñ NGHÜA VIÖT NAM</p>".encode()
        assert "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM" in decode_html(body).text

    def test_viscii(self) -> None:
        codes = {letter: code for code, letter in legacy._VISCII_TABLE.items()}
        body = bytes(codes.get(character, ord(character)) for character in HTML)
        assert TEXT in decode_html(body).text

    def test_utf8_encoded_twice(self) -> None:
        twice = "".join(
            chr(byte) if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes((byte,)).decode("cp1252")
            for byte in HTML.encode()
        )
        assert TEXT in decode_html(twice.encode()).text

    @pytest.mark.parametrize(
        "text",
        [
            TEXT,
            TEXT + " Công suất 5 µm, nhãn hiệu Việt® «chất lượng cao», 20 m², 30 °C ± 2, ¬ ª ¹" * 5,
            "Größe, Øl, mañana, señor, schön, über, København, niño, Österreich, År" * 20,
            "El niño pequeño añadió mañana la contraseña del señor Muñoz" * 20,
            "L'été dernier, à côté de l'hôtel, où naît le rêve français, ça créa un péché" * 20,
            "Æble, rødgrød, blåbær, kåre, sjømannen, ærlig, ønske, øl, år" * 20,
            "µ-recombination of 5 µm; ¹H NMR; ª; ¬p ∨ q; µ µ µ µ ¹ ¹ ¹ ¬ ¬" * 10,
        ],
    )
    def test_good_unicode_is_never_touched(self, text: str) -> None:
        html = f"<html><body><p>{text}</p></body></html>"
        decoded = decode_html(html.encode())
        assert (decoded.text, decoded.problems) == (html, ())

    @given(st.text(min_size=1, max_size=200))
    def test_good_unicode_is_never_touched_anywhere(self, text: str) -> None:
        html = f"<p>{TEXT}</p><p>{text}</p>"
        if "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text):
            assert decode_html(html.encode()).text == html


@pytest.mark.parametrize("word", ["nghĩa", "quyết", "giữa", "Uỷ", "khuỷu", "đường", "THOẢ", "gì", "y"])
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["Céng", "ViÖt", "señor", "größe", "straight", "hoµ", "ññ"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word) or word == "Céng"
