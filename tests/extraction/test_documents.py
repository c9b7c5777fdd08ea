"""Official numbers: the shapes that are documents, and what only looks like one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.extraction.documents import find_documents

CITED = [
    ("Kế hoạch số 1075/KH-UBND ngày 19/4/2017", "1075/KH-UBND", "Kế hoạch", "UBND"),
    ("Kế hoạch số 1075 /KH - UBND", "1075/KH-UBND", "Kế hoạch", "UBND"),
    ("Quyết định 43/2024/QĐ-UBND", "43/2024/QĐ-UBND", "Quyết định", "UBND"),
    ("Quyết định số: 334/QÐ-UBND", "334/QĐ-UBND", "Quyết định", "UBND"),
    ("theo số 2686/QĐ-BCĐQG của", "2686/QĐ-BCĐQG", "Quyết định", "BCĐQG"),
    ("Nghị quyết số 254/2025/QH15", "254/2025/QH15", "Nghị quyết", "QH15"),
    ("Luật Chứng khoán số 54/2019/QH14", "54/2019/QH14", "Luật", "QH14"),
    ("Nghị quyết 1210/2016/UBTVQH13", "1210/2016/UBTVQH13", "Nghị quyết", "UBTVQH13"),
    ("Nghị quyết số 57-NQ/TW", "57-NQ/TW", "Nghị quyết", "TW"),
    ("Nghị quyết số 57 – NQ/TW", "57-NQ/TW", "Nghị quyết", "TW"),
    ("(60-CTr/TU)", "60-CTr/TU", "Chương trình", "TU"),
    ("Báo cáo 05-BC/ĐU.", "05-BC/ĐU", "Báo cáo", "ĐU"),
    ("Quy định số 232-QĐ/TW", "232-QĐ/TW", "Quy định", "TW"),
    ("Hướng dẫn số 43-HD/BTGTW,", "43-HD/BTGTW", "Hướng dẫn", "BTGTW"),
    ("Nghị định số 58/2026/NĐ-CP", "58/2026/NĐ-CP", "Nghị định", "CP"),
    ("Nghị quyết số 66.3/2025/NQ-CP ngày", "66.3/2025/NQ-CP", "Nghị quyết", "CP"),
    ("Nghị quyết số 66.11/2025/NQ-CP", "66.11/2025/NQ-CP", "Nghị quyết", "CP"),
    ("Nghị quyết số 02/2004/NQ-HĐTP", "02/2004/NQ-HĐTP", "Nghị quyết", "HĐTP"),
    ("án lệ số 33/2020/AL.", "33/2020/AL", "Án lệ", None),
    ("Nghị định 26/CP", "26/CP", "Nghị định", "CP"),
    ("Nghị quyết 30a/2008/NQ-CP", "30a/2008/NQ-CP", "Nghị quyết", "CP"),
    ("Thông tư số 11/2026/TT-BGDĐT", "11/2026/TT-BGDĐT", "Thông tư", "BGDĐT"),
    ("Thông tư liên tịch 12/2012/TTLT-BTC-BNV", "12/2012/TTLT-BTC-BNV", "Thông tư liên tịch", "BTC-BNV"),
    ("Chỉ thị 16/CT-TTg", "16/CT-TTg", "Chỉ thị", "TTg"),
    ("Công điện số 45/CĐ-TTg", "45/CĐ-TTg", "Công điện", "TTg"),
    ("Tờ trình số 12/TTr-SNN&PTNT", "12/TTr-SNN&PTNT", "Tờ trình", "SNN&PTNT"),
    ("Công văn 44/TANDTC-KHTC", "44/TANDTC-KHTC", "Công văn", "TANDTC"),
    ("tại văn bản 1592/UBND-KTTH", "1592/UBND-KTTH", "Văn bản", "UBND"),
    ("Công văn số 1234/SNNMT", "1234/SNNMT", "Công văn", "SNNMT"),
    ("Kế hoạch số 07/KH-SNgV ngày 01/3", "07/KH-SNgV", "Kế hoạch", "SNgV"),
    ("Kế hoạch 12/KH-BCĐ389 về", "12/KH-BCĐ389", "Kế hoạch", "BCĐ389"),
    ("Kế hoạch số 1075/KH-UBNDngày 3", "1075/KH-UBND", "Kế hoạch", "UBND"),
    ("kế hoạch&nbsp;130/KH-UBND", "130/KH-UBND", "Kế hoạch", "UBND"),
    ("QUYẾT ĐỊNH SỐ 12/QĐ-UBND", "12/QĐ-UBND", "Quyết định", "UBND"),
    ("Quyết định số 1.234/QĐ-UBND", "1.234/QĐ-UBND", "Quyết định", "UBND"),
]


@pytest.mark.parametrize(("text", "number", "kind", "issuer"), CITED)
def test_cited(text: str, number: str, kind: str, issuer: str) -> None:
    (found,) = find_documents(text)
    assert (found.number, found.kind, found.issuer) == (number, kind, issuer)


@pytest.mark.parametrize(
    "text",
    [
        "Giấy phép số 146/GP-BVHTTDL",
        "Giấy phép số: 1/GP-BC ngày 8 tháng 1 năm 2026",
        "giấy phép số 12/TTĐT-STTTT",
        "Hợp đồng số 12/2020/HĐMB",
        "đạt 3/4 chỉ tiêu, tăng 12/15 xã",
        "ngày 24/3/2021, từ 30/12/2022 - UBND tỉnh",
        "Thông tư 17 và Nghị quyết 68",
        "điện thoại 0260/3862-311",
        "tốc độ 60 km/h, giá 25.000 VNĐ/USD",
        "lớp 12/A1, phòng 3/B2, 24/7",
        "năm 2020/TP. Hồ Chí Minh",
        "tỷ lệ 1/500",
        "tại 12/Hà Nội",
        "tờ khai số 2218/NK/KD/C03B",
        "",
    ],
)
def test_no_document(text: str) -> None:
    assert find_documents(text) == ()


def test_each_once_in_order_of_mention() -> None:
    text = "Nghị quyết 57-NQ/TW, Kế hoạch 12/KH-UBND; Nghị quyết số 57-NQ/TW và 12/KH-UBND, 13/KH-UBND"
    assert [document.number for document in find_documents(text)] == ["57-NQ/TW", "12/KH-UBND", "13/KH-UBND"]


SAVED = Path(__file__).parents[3] / "shared" / "pages"


def test_saved_pages_precision_and_recall() -> None:
    files = sorted(SAVED.glob("*/article-*.json"))
    if not files:
        pytest.skip(f"no saved pages in {SAVED}")
    found: set[tuple[str, str]] = set()
    wanted: set[tuple[str, str]] = set()
    for file in files:
        gold = json.loads(file.read_text())
        text = "\n".join((gold["title"], gold["lead"] or "", *gold["body"]))
        found |= {(file.name, document.number) for document in find_documents(text)}
        wanted |= {(file.name, number) for number in gold["documents"]}
    assert len(found & wanted) / len(found) >= 0.98
    assert len(found & wanted) / len(wanted) >= 0.98
