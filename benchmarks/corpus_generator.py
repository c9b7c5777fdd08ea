"""Write a valid dataset of any size: schema, partitions and marker as published, texts composed here.

    python benchmarks/corpus_generator.py FOLDER --articles 1000000

The same size and seed give the same rows. Texts are put together from clauses of administrative Vietnamese with names,
places, numbers and documents drawn for each sentence.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import schema

VIETNAM = timezone(timedelta(hours=7))
PORTALS = ("kontum", "gialai", "quang-ngai")
EXTRACTOR = "newscrawler-0.1.0/generator"

_SECTIONS = (
    "Tin trong tỉnh",
    "Kinh tế - Đầu tư",
    "Văn hóa - Xã hội",
    "Cải cách hành chính",
    "Quốc phòng - An ninh",
    "Thông báo",
)
_PLACES = [
    "Kon Tum",
    "Đăk Hà",
    "Đăk Tô",
    "Ngọc Hồi",
    "Sa Thầy",
    "Kon Plông",
    "Kon Rẫy",
    "Đăk Glei",
    "Tu Mơ Rông",
    "Ia H'Drai",
    "Măng Đen",
    "Pleiku",
    "Chư Sê",
    "Đức Cơ",
    "An Khê",
    "Sơn Hà",
    "Trà Bồng",
    "Ba Tơ",
    "Lý Sơn",
    "Mộ Đức",
    "Bình Sơn",
    "Hòa Bình",
    "Diên Bình",
    "Đăk Ruồng",
    "Bờ Y",
    "Rờ Kơi",
    "Mô Rai",
]
_FAMILY = "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Y|A|Rơ Châm|Ksor|Đinh".split("|")  # noqa: SIM905
_MIDDLE = "Văn|Thị|Ngọc|Minh|Hữu|Đức|Thanh|Quốc|Mỹ|Bích|Xuân|Hải".split("|")  # noqa: SIM905
_GIVEN = [
    "An",
    "Bình",
    "Cường",
    "Diễm",
    "Dũng",
    "Hà",
    "Hạnh",
    "Hòa",
    "Hùng",
    "Khôi",
    "Lan",
    "Long",
    "Nam",
    "Nga",
    "Phương",
    "Quân",
    "Thắng",
    "Thủy",
    "Tuấn",
    "Uyên",
    "Việt",
    "Yến",
]
_WHO = (
    "Ủy ban nhân dân {place}",
    "Sở Y tế",
    "Sở Nông nghiệp và Môi trường",
    "Ban chỉ huy phòng thủ dân sự {place}",
    "Hội Liên hiệp Phụ nữ {place}",
    "Đoàn thanh niên {place}",
    "Công an {place}",
    "Ban quản lý rừng phòng hộ {place}",
    "Trường phổ thông dân tộc nội trú {place}",
    "Hợp tác xã dược liệu {place}",
    "Trung tâm dịch vụ việc làm",
    "Bảo hiểm xã hội {place}",
    "Đoàn kiểm tra liên ngành",
    "Mặt trận Tổ quốc {place}",
)
_DOES = (
    "triển khai",
    "tổ chức sơ kết",
    "kiểm tra",
    "khánh thành",
    "rà soát",
    "lấy ý kiến về",
    "phát động",
    "gia hạn",
    "bàn giao",
    "đối thoại với người dân về",
    "tập huấn",
    "công bố kết quả",
    "phê duyệt",
    "tạm dừng",
)
_WHAT = (
    "chương trình trồng sâm dưới tán rừng",
    "việc phòng chống lao động trẻ em",
    "kế hoạch tiêm vắc-xin cho học sinh vùng sâu",
    "dự án đường liên xã",
    "đợt cao điểm phòng cháy chữa cháy rừng",
    "việc cấp căn cước cho người cao tuổi",
    "mô hình cà phê xứ lạnh",
    "lễ hội cồng chiêng",
    "công tác tuyển quân",
    "hồ chứa nước thủy lợi",
    "dịch vụ công trực tuyến",
    "quỹ nhà ở xã hội",
    "phiên chợ nông sản",
    "chuyển đổi số trong trường học",
    "hỗ trợ sinh kế cho hộ cận nghèo",
    "giải bóng đá thiếu niên",
    "bảo tồn nhà rông",
    "việc sắp xếp đơn vị hành chính",
    "cảnh báo lũ quét và sạt lở đất",
    "kiểm kê đất đai",
)
_TAIL = (
    "với {n} hộ tham gia và kinh phí {m} triệu đồng",
    "trong {d} ngày, bắt đầu từ ngày {day}/{month}",
    "tại {place2} và các xã lân cận",
    "theo {doc}",
    "đạt {p} phần trăm chỉ tiêu năm",
    "sau khi ông {name} kiến nghị ở kỳ họp trước",
    "nhờ sự góp sức của {n} đoàn viên",
    "để kịp mùa mưa tới",
    "như bà {name} cho biết tại buổi làm việc",
    "và giao {who2} theo dõi, báo cáo trước ngày {day}/{month}",
    "vượt {p} phần trăm so với cùng kỳ",
    "cho {n} em học sinh ở {place2}",
)
_DOCUMENT_KINDS = (
    ("Kế hoạch", "KH-UBND", "UBND"),
    ("Quyết định", "QĐ-UBND", "UBND"),
    ("Công văn", "CV-SYT", "SYT"),
    ("Nghị quyết", "NQ-HĐND", "HĐND"),
    ("Chỉ thị", "CT-TTg", "TTg"),
)


def write_dataset(root: Path, n_articles: int, *, seed: int = 7, n_words: int = 250) -> None:
    """Write ``n_articles`` articles of about ``n_words`` words under ``root``, with all other tables and run reports.

    About 1 in 40 is a reprint of a text on another portal, 1 in 30 has an earlier revision, 1 in 50 has no date.
    """
    root.mkdir(parents=True, exist_ok=True)
    (root / "newscrawler.json").write_text('{"format": "newscrawler-dataset", "schema_version": 1}\n', "utf-8")
    days = max(30, min(3650, n_articles // 4))
    start = datetime(2026, 10, 31, tzinfo=VIETNAM) - timedelta(days=days)
    duplicates: list[dict[str, Any]] = []
    for number, portal in enumerate(PORTALS):
        share = n_articles // len(PORTALS) + (number < n_articles % len(PORTALS))
        _write_portal(root, portal, share, start, days, random.Random(f"{seed}-{portal}"), n_words, duplicates)
    _write(root / "duplicates" / "duplicates.parquet", duplicates, schema.DUPLICATES)
    _write_runs(root, n_articles)


def _write_portal(
    root: Path, portal: str, n: int, start: datetime, days: int, draw: random.Random, n_words: int,
    duplicates: list[dict[str, Any]],
) -> None:  # fmt: skip
    day, month_rows, revisions, outcomes = 0, [], [], []
    month: tuple[int, int] | None = None
    for number in range(n):
        # Evenly over the days, silent on a few of them.
        day = number * days // n
        if day % 41 == 17:
            day -= 1
        at = (start + timedelta(days=day)).replace(hour=0) + timedelta(
            minutes=draw.randrange(420, 1080) if number % 5 else 0
        )
        row = _article(portal, number, at, draw, n_words)
        if (at.year, at.month) != month:
            _flush(root, portal, month, month_rows, revisions)
            month, month_rows, revisions = (at.year, at.month), [], []
        if number % 40 == 39 and portal != PORTALS[0]:
            _make_reprint(row, portal, number, n, duplicates)
        if number % 30 == 11:
            revisions.append(row | {"body": row["body"].rsplit(". ", 1)[0] + ".", "content_hash": f"{number:016x}"})
            row |= {"revision": 2, "fetched_at": row["fetched_at"] + timedelta(days=3)}
        month_rows.append(row)
        outcomes.append(_outcome(row, "duplicate_of" if row["duplicate_of"] else "stored"))
    _flush(root, portal, month, month_rows, revisions)
    outcomes += list(_failures(portal, max(3, n // 100)))
    outcomes.sort(key=lambda row: row["article_id"])
    _write(root / "outcomes" / f"portal={portal}" / "outcomes.parquet", outcomes, schema.OUTCOMES)


def _flush(
    root: Path, portal: str, month: tuple[int, int] | None, rows: list[dict[str, Any]], revisions: list[dict[str, Any]]
) -> None:
    if month is None:
        return
    folder = f"portal={portal}/year={month[0]}/month={month[1]:02d}"
    rows.sort(key=lambda row: (row["published_at"], row["article_id"]))
    dated = [row for row in rows if row["published_source"]]
    undated = [row | {"published_at": None} for row in rows if not row["published_source"]]
    _write(root / "articles" / folder / "articles.parquet", dated, schema.ARTICLES)
    if undated:
        path = root / "articles" / f"portal={portal}" / "year=0" / "month=00" / "articles.parquet"
        held = pq.ParquetFile(path).read().to_pylist() if path.exists() else []
        _write(path, held + undated, schema.ARTICLES)
    if revisions:
        _write(root / "revisions" / folder / "revisions.parquet", revisions, schema.REVISIONS)


def _write(path: Path, rows: list[dict[str, Any]], columns: pa.Schema) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    table = pa.Table.from_pylist(rows, schema=columns)
    pq.write_table(table, path, compression="zstd", row_group_size=20_000)


def _article(portal: str, number: int, at: datetime, draw: random.Random, n_words: int) -> dict[str, Any]:
    documents: list[dict[str, str]] = []
    title = _sentence(draw, documents)
    lead = _sentence(draw, documents) + "."
    sentences = [_sentence(draw, documents) + "." for _ in range(max(2, n_words // 17))]
    body = "\n".join(" ".join(sentences[n : n + 3]) for n in range(0, len(sentences), 3))
    dated = number % 50 != 49 or number < 49
    author = _person(draw)
    section = _SECTIONS[int(draw.random() ** 2 * len(_SECTIONS))]
    fetched = at.astimezone(UTC) + timedelta(hours=9)
    return {
        "article_id": f"{portal}-{number:016x}",
        "identity": f"ItemID={number}",
        "url": f"https://{portal}.example.vn/bai-viet/{number}",
        "title": title,
        "lead": lead if number % 9 else None,
        "body": body,
        "body_markdown": body.replace("\n", "\n\n"),
        "published_at": at.astimezone(UTC),
        "published_raw": at.strftime("%d/%m/%Y %H:%M" if number % 5 else "%d/%m/%Y") if dated else None,
        "published_source": "label" if dated else None,
        "published_precision": ("minute" if number % 5 else "day") if dated else None,
        "dates_agree": True if dated else None,
        "date_candidates": [{"source": "label", "raw": at.strftime("%d/%m/%Y"), "at": at, "precision": "day"}],
        "updated_at": None,
        "authors": [author] if number % 4 else [],
        "source": "Báo " + draw.choice(_PLACES) if number % 6 == 0 else None,
        "section": section,
        "listed_section": section,
        "tags": [section.lower()] if number % 3 == 0 else [],
        "view_count": draw.randrange(10, 9000) if number % 7 else None,
        "captions": [],
        "images": [{"url": f"https://{portal}.example.vn/anh/{number}.jpg", "caption": title}] if number % 2 else [],
        "attachments": [],
        "documents": list({document["number"]: document for document in documents}.values()),
        "language": "vi",
        "language_score": 0.99,
        "n_words": len(lead.split()) + len(body.split()),
        "content_hash": f"{draw.getrandbits(64):016x}",
        "revision": 1,
        "first_fetched_at": fetched,
        "fetched_at": fetched,
        "gone_at": fetched + timedelta(days=60) if number % 113 == 112 else None,
        "duplicate_of": None,
        "duplicate_kind": None,
        "similarity": None,
        "methods": [{"field": "body", "method": "layout"}],
        "extractor": EXTRACTOR,
        "archive_file": f"portal={portal}/generated-0001.warc.gz",
        "archive_offset": number,
        "run_id": f"{at:%Y%m}01T020000Z-{portal}",
    }


def _make_reprint(row: dict[str, Any], portal: str, number: int, n: int, duplicates: list[dict[str, Any]]) -> None:
    """Mark ``row`` as a reprint of the first portal's article of the same number.

    The texts differ: what reads the marks is under test here, not what makes them.
    """
    if number >= n:
        return
    earlier = f"{PORTALS[0]}-{number:016x}"
    row |= {"duplicate_of": earlier, "duplicate_kind": "near", "similarity": 0.91}
    duplicates.append(
        {"article_id": row["article_id"], "of": earlier, "kind": "near", "scope": "reprint", "similarity": 0.91,
         "only_here": [portal], "only_there": [PORTALS[0]]}
    )  # fmt: skip


def _outcome(row: dict[str, Any], outcome: str) -> dict[str, Any]:
    return {
        "article_id": row["article_id"], "url": row["url"], "section": row["listed_section"],
        "found_on": row["url"].rsplit("/", 1)[0], "discovered_at": row["fetched_at"], "outcome": outcome,
        "reason": None, "detail": None, "duplicate_of": row["duplicate_of"], "status": 200, "n_fetches": 1,
        "fetched_at": row["fetched_at"], "run_id": row["run_id"],
    }  # fmt: skip


def _failures(portal: str, n: int) -> Iterator[dict[str, Any]]:
    kinds = (
        ("rejected", "no_text", "41 characters of text", 200),
        ("error", "http_error", "503 after 5 attempts", 503),
        ("gone", "gone", "404", 404),
        ("blocked", "blocked", "cookie stub", 200),
        ("robots", None, "robots.txt", None),
        ("pending", None, None, None),
    )
    at = datetime(2026, 10, 30, 2, tzinfo=UTC)
    for number in range(n):
        outcome, reason, detail, status = kinds[number % len(kinds)]
        yield {
            "article_id": f"{portal}-f{number:015x}", "url": f"https://{portal}.example.vn/loi/{number}",
            "section": _SECTIONS[0], "found_on": None, "discovered_at": at, "outcome": outcome, "reason": reason,
            "detail": detail, "duplicate_of": None, "status": status, "n_fetches": 1, "fetched_at": at,
            "run_id": f"20261030T020000Z-{portal}",
        }  # fmt: skip


def _write_runs(root: Path, n_articles: int) -> None:
    folder = root / "runs"
    folder.mkdir(exist_ok=True)
    for portal in PORTALS:
        for day in range(24, 31):
            well = day != 27
            report = {
                "run_id": f"202610{day}T020000Z-{portal}", "portal": portal,
                "started_at": f"2026-10-{day} 02:00:00+00:00", "finished_at": f"2026-10-{day} 02:{day}:00+00:00",
                "state": "finished" if well else "unhealthy", "options": {}, "n_discovered": n_articles // 3,
                "outcomes": {"stored": n_articles // 3 - 9, "error": 3, "blocked": 3, "rejected": 3},
                "n_new": 30 + day, "n_requests": 90 + day, "n_fetched": 30 + day, "n_stored": n_articles // 3 - 9,
                "walks": [
                    {"section": section, "n_pages": 2, "n_articles": 20, "complete": well or section != _SECTIONS[0],
                     "ended": "known", "why_incomplete": None if well or section != _SECTIONS[0] else "503 on page 2"}
                    for section in _SECTIONS
                ],
                "faults": [] if well else [f"{_SECTIONS[0]}: 503 on page 2"], "failure": None,
                "max_memory_bytes": {"crawl": 180_000_000, "largest_worker": 160_000_000},
                "stats": {}, "versions": {"newscrawler": "0.1.0"},
            }  # fmt: skip
            (folder / f"{report['run_id']}.json").write_text(json.dumps(report, indent=1), "utf-8")


def _sentence(draw: random.Random, documents: list[dict[str, str]]) -> str:
    pick = draw.random
    who = _WHO[int(pick() * len(_WHO))].format(place=_place(draw))
    tail = _TAIL[int(pick() * len(_TAIL))]
    values: dict[str, object] = {}
    if "{doc}" in tail:
        kind, mark, issuer = _DOCUMENT_KINDS[int(pick() ** 2 * len(_DOCUMENT_KINDS))]
        number = f"{1 + int(pick() ** 3 * 4000)}/{mark}"
        documents.append({"number": number, "kind": kind, "issuer": issuer})
        values["doc"] = f"{kind} số {number}"
    if "{name}" in tail:
        values["name"] = _person(draw)
    if "{who2}" in tail:
        values["who2"] = _WHO[int(pick() * len(_WHO))].format(place=_place(draw))
    tail = tail.format(
        n=10 + int(pick() * 900), m=50 + int(pick() * 5000), d=2 + int(pick() * 60), p=1 + int(pick() * 120),
        day=1 + int(pick() * 28), month=1 + int(pick() * 12), place2=_place(draw), **values,
    )  # fmt: skip
    return f"{who} {_DOES[int(pick() * len(_DOES))]} {_WHAT[int(pick() * len(_WHAT))]} {tail}"


def _place(draw: random.Random) -> str:
    return _PLACES[int(draw.random() ** 1.5 * len(_PLACES))]


def _person(draw: random.Random) -> str:
    parts = (_FAMILY, _MIDDLE, _GIVEN)
    return " ".join(part[int(draw.random() * len(part))] for part in parts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--words", type=int, default=250)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    write_dataset(options.folder, options.articles, seed=options.seed, n_words=options.words)


if __name__ == "__main__":
    main()
