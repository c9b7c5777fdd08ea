"""Official documents cited in a text: ``Kế hoạch số 1075/KH-UBND`` → number, kind, issuer.

Numbers follow the two ways Vietnamese offices write them: the State's (Decree 30/2020/NĐ-CP on clerical work, annex I),
``number[/year]/KIND-ISSUER`` or, for letters, ``number/ISSUER-UNIT``; and the Party's (Instruction 36-HD/VPTW of 2018),
``number-KIND/ISSUER``.
"""

from __future__ import annotations

import re

from pipelines.extraction.text import lowered
from pipelines.records import Document

KINDS = {
    "AL": "Án lệ",
    "BB": "Biên bản",
    "BC": "Báo cáo",
    "CĐ": "Công điện",
    "CT": "Chỉ thị",
    "CTr": "Chương trình",
    "CTrHĐ": "Chương trình hành động",
    "CTHĐ": "Chương trình hành động",
    "CTPH": "Chương trình phối hợp",
    "CV": "Công văn",
    "ĐA": "Đề án",
    "ĐC": "Đề cương",
    "ĐL": "Điều lệ",
    "GM": "Giấy mời",
    "HD": "Hướng dẫn",
    "KH": "Kế hoạch",
    "KHLT": "Kế hoạch liên tịch",
    "KL": "Kết luận",
    "L": "Luật",
    "LCT": "Lệnh",
    "NĐ": "Nghị định",
    "NQ": "Nghị quyết",
    "NQLT": "Nghị quyết liên tịch",
    "PA": "Phương án",
    "PL": "Pháp lệnh",
    "QC": "Quy chế",
    "QĐ": "Quyết định",
    "QyĐ": "Quy định",
    "QĐi": "Quy định",
    "QT": "Quy trình",
    "SL": "Sắc lệnh",
    "TB": "Thông báo",
    "TBKL": "Thông báo kết luận",
    "TC": "Thông cáo",
    "TL": "Tờ trình liên tịch",
    "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch",
    "TTr": "Tờ trình",
    "VBHN": "Văn bản hợp nhất",
}
"""Abbreviation of a kind → its name."""

_KINDS_FOLDED = {letters.casefold(): name for letters, name in KINDS.items()}

_WORDS = sorted(
    {
        *KINDS.values(),
        "Bản án",
        "Công hàm",
        "Công thư",
        "Hiến pháp",
        "Luật",
        "Nghị quyết",
        "Phiếu chuyển",
        "Quy chuẩn",
        "Quy hoạch",
        "Thông tri",
        "Thư mời",
        "Thể lệ",
        "Văn bản",
    },
    key=len,
    reverse=True,
)
_NAMES = {word.lower(): word for word in _WORDS}

_UPPER = "A-ZÀÁẢÃẠĂẮẰẲẴẶÂẤẦẨẪẬĐÐÈÉẺẼẸÊẾỀỂỄỆÌÍỈĨỊÒÓỎÕỌÔỐỒỔỖỘƠỚỜỞỠỢÙÚỦŨỤƯỨỪỬỮỰỲÝỶỸỴ"
_SMALL = rf"(?<=T)r|(?<=T)g|(?<=N)g(?=[{_UPPER}])|(?<=Q)y(?=Đ)|(?<=QĐ)i|(?<=T)tg"
_ABBREVIATION = rf"[{_UPPER}](?:[{_UPPER}0-9]|&(?=[{_UPPER}])|{_SMALL})*+"
_DASH = r"\s{0,2}[-\u2010-\u2015\u2212]\s{0,2}"
_SLASH = r"\s{0,2}/\s{0,2}"
_PARTY_KINDS = "|".join(sorted({kind.replace("Đ", "[ĐÐ]") for kind in KINDS}, key=len, reverse=True))

_NUMBER = re.compile(
    rf"""
    [0-9] (?<![\w/][0-9]) (?<![0-9][.,\-\u2013][0-9])
    (?: [0-9]?\.[0-9]{{3}} | [0-9]{{0,5}}[a-zA-ZĐđ]? | [0-9]{{0,3}}\.[0-9]{{1,2}}(?= {_SLASH} 20\d\d {_SLASH} NQ) )
    (?:
        {_SLASH} (?:(?P<year> (?:1[89]|20)\d\d ) {_SLASH})?
            (?P<state> {_ABBREVIATION} (?: {_DASH} {_ABBREVIATION} )*+ )
      | {_DASH} (?P<party_kind> {_PARTY_KINDS} )
            {_SLASH} (?P<party> {_ABBREVIATION} (?: {_DASH} {_ABBREVIATION} )*+ )
    )
    (?! /?\d | /[{_UPPER}] )
    """,
    re.VERBOSE,
)
_CITES = re.compile(rf"/\s{{0,2}}[{_UPPER}]")
"""What every number has; a cheap question to ask first."""
_ALTERNATIVES = "|".join(_NAMES)
_JUST_BEFORE = re.compile(rf"\b({_ALTERNATIVES})(?:\s+(?:mang\s+|luật\s+)?số)?\s*:?\s*$")
_SAID_BEFORE = re.compile(rf"(?s:.*)\b({_ALTERNATIVES})\b[^.;:()/\n]*$")
_SAYS_NUMBER = re.compile(r"\bsố(?:\s+hiệu)?\s*:?\s*$")
_SAYS_LICENCE = re.compile(r"\b(?:giấy\s+phép|giấy\s+chứng\s+nhận|giấy\s+xác\s+nhận|hợp\s+đồng)\b[^.;\n]*$")
"""These are asked of what precedes a number, in lower case."""
_LICENCE = re.compile(r"GP|GXN|GCN|ĐKKD|ĐKDN|HĐ$|HĐ[KMTL]|VNĐ|USD")
_ASSEMBLY = re.compile(r"(?:UBTV)?QH\d{0,2}")
_SPACE = re.compile(r"\s+")
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_CONTEXT = 120
"""Characters before a number in which its kind is looked for ..."""
_LONGEST_NAME = 60
"""... and those in which it stands when it is named right before the number."""


def find_documents(text: str) -> tuple[Document, ...]:
    """The official documents cited in ``text`` (title, lead and body), in order of first mention, each once.

    Licences (``GP-…``), contracts, fractions and dates are no documents; short forms without a number of their own
    (``Thông tư 17``) are not listed. Numbers come without spaces, with plain hyphens and Đ for eth.
    """
    if _CITES.search(text) is None:
        return ()
    found: dict[str, Document] = {}
    for match in _NUMBER.finditer(text.replace("&nbsp;", " ") if "&nbsp;" in text else text):
        document = _read(match)
        if document is not None:
            found.setdefault(document.number.casefold(), document)
    return tuple(found.values())


def _read(match: re.Match[str]) -> Document | None:
    """The document a number stands for, ``None`` when it is something else."""
    before = lowered(match.string[max(0, match.start() - _CONTEXT) : match.start()])
    named = _JUST_BEFORE.search(before, max(0, len(before) - _LONGEST_NAME))
    if match["party_kind"]:
        kind_letters, issuer = match["party_kind"], match["party"]
        pieces = [kind_letters, *_pieces(issuer)]
    else:
        pieces = _pieces(match["state"])
        kind_letters, issuer = pieces[0], "-".join(pieces[1:])
    kind_letters = kind_letters.replace("Ð", "Đ")
    kind = _KINDS_FOLDED.get(kind_letters.casefold())
    if not _is_document(match, before, pieces, kind, named):
        return None
    number = _DASHES.sub("-", _SPACE.sub("", match[0])).replace("Ð", "Đ")
    if kind is None:
        issuer = pieces[0]
        said = _SAID_BEFORE.search(before)
        kind = _NAMES[_SPACE.sub(" ", said[1])] if said else None
    if named:
        kind = _NAMES[_SPACE.sub(" ", named[1])]
    return Document(number, kind, _DASHES.sub("-", issuer).replace("Ð", "Đ") or None)


def _pieces(letters: str) -> list[str]:
    return [piece.strip() for piece in _DASHES.sub("-", letters).split("-")]


def _is_document(
    match: re.Match[str], before: str, pieces: list[str], kind: str | None, named: re.Match[str] | None
) -> bool:
    """Whether a number of the right shape is a citation and no licence, fraction, price or address."""
    if any(_LICENCE.match(piece) for piece in (pieces if kind is None else pieces[:1])):
        return False
    if kind is None and _SAYS_LICENCE.search(before):
        return False
    after = match.string[match.end() : match.end() + 1]
    if after.islower() and len(pieces[-1]) < 3:
        return False
    if named is not None:
        return True
    if match["year"] and _ASSEMBLY.fullmatch(pieces[0]):
        return True
    if kind is not None and len(pieces) > 1:
        return True
    if " " in match[0]:
        return False
    says_number = _SAYS_NUMBER.search(before) is not None
    if len(pieces) > 1:
        return all(len(piece) > 1 for piece in pieces) and (says_number or len("".join(pieces)) >= 5)
    return says_number and len(pieces[0]) > 1
