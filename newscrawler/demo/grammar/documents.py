"""Official documents: how they are numbered and named, after Decree 110/2004/NĐ-CP and Circular 01/2011/TT-BNV."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

ABBREVIATIONS = {
    "Kế hoạch": "KH",
    "Quyết định": "QĐ",
    "Chỉ thị": "CT",
    "Báo cáo": "BC",
    "Thông báo": "TB",
    "Nghị quyết": "NQ",
    "Tờ trình": "TTr",
    "Hướng dẫn": "HD",
    "Nghị định": "NĐ",
    "Thông tư": "TT",
    "Chương trình": "CTr",
}
KINDS_BY_ISSUER = {
    "UBND": ["Kế hoạch", "Quyết định", "Chỉ thị", "Báo cáo", "Thông báo", "Tờ trình"],
    "HĐND": ["Nghị quyết", "Báo cáo"],
    "CP": ["Nghị định", "Nghị quyết"],
    "TTg": ["Quyết định", "Chỉ thị"],
    "TU": ["Nghị quyết", "Chỉ thị", "Chương trình"],
}
MINISTRY_KINDS = ["Thông tư", "Quyết định"]
DEPARTMENT_KINDS = ["Kế hoạch", "Quyết định", "Báo cáo", "Hướng dẫn", "Thông báo"]


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document as the text cites it: ``Kế hoạch số 1075/KH-UBND``."""

    number: str
    kind: str
    issuer: str

    def __str__(self) -> str:
        return f"{self.kind} số {self.number}"


def compose_document(rng: Random, issuer: str, year: int, kind: str | None = None) -> CitedDocument:
    """A document of ``issuer`` with the number form that issuer uses in ``year``."""
    of_ministry = issuer.startswith("B") and issuer not in {"BHXH", "BATGT"}
    kinds = KINDS_BY_ISSUER.get(issuer, MINISTRY_KINDS if of_ministry else DEPARTMENT_KINDS)
    kind = kind or rng.choice(kinds)
    short, serial = ABBREVIATIONS[kind], rng.randint(2, 2900)
    if kind in {"Nghị định", "Thông tư"}:
        number = f"{rng.randint(10, 168)}/{year}/{short}-{issuer}"
    elif issuer == "TU":
        number = f"{rng.randint(2, 60):02d}-{short}/{issuer}"
    elif kind in {"Quyết định", "Nghị quyết"} and issuer in {"UBND", "HĐND"} and rng.random() < 0.3:
        number = f"{rng.randint(10, 80)}/{year}/{short}-{issuer}"
    elif kind == "Nghị quyết" and issuer == "CP":
        number = f"{rng.randint(10, 120)}/{short}-{issuer}"
    else:
        number = f"{serial:02d}/{short}-{issuer}"
    return CitedDocument(number, kind, issuer)
