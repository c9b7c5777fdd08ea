"""Small Vietnamese articles for the tests of deduplication, composed from the words of notices."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from pipelines.deduplication.fingerprint import Fingerprint, fingerprint

START = datetime(2024, 3, 1, 2, tzinfo=UTC)

TITLE = "Hội nghị triển khai nhiệm vụ"

_VOCABULARY = """
ủy ban nhân dân tỉnh tổ chức hội nghị triển khai kế hoạch phát triển kinh tế xã hội công tác phòng chống dịch bệnh trên
địa bàn các huyện thành phố đề nghị sở ngành đơn vị tập trung lãnh đạo chỉ đạo thực hiện nhiệm vụ giải pháp bảo đảm an
sinh giáo dục y tế nông nghiệp lâm nghiệp thủy lợi đường giao thông nông thôn mới chương trình mục tiêu quốc gia giảm
nghèo bền vững đồng bào dân tộc thiểu số quản lý bảo vệ rừng khoáng sản tài nguyên môi trường hoà bình thúy khỏe quý
đầu tư xây dựng công trình dự án vốn ngân sách cải cách hành chính chuyển đổi số văn hóa thể thao
"""
SYLLABLES = tuple(_VOCABULARY.split())


def prose(seed: int, n_words: int = 240) -> str:
    """``n_words`` words in sentences and paragraphs; another seed gives an unrelated text."""
    rng = random.Random(seed)
    words = [rng.choice(SYLLABLES) for _ in range(n_words)]
    for place in range(0, n_words, 12):
        words[place] = words[place].capitalize()
        words[min(place + 11, n_words - 1)] += "." if rng.random() < 0.7 else ".\n"
    return " ".join(words).replace("\n ", "\n")


def edited(body: str, seed: int, share: float = 0.05) -> str:
    """``body`` with ``share`` of its words replaced."""
    rng = random.Random(seed)
    words = body.split(" ")
    for place in rng.sample(range(len(words)), max(1, int(share * len(words)))):
        words[place] = rng.choice(SYLLABLES) + ("." if words[place].endswith(".") else "")
    return " ".join(words)


def article(
    article_id: str,
    body: str,
    *,
    title: str = TITLE,
    day: int = 0,
    source: str | None = None,
    lead: str | None = None,
    dated: bool = True,
    fetched: int | None = None,
) -> Fingerprint:
    """A fingerprint; the portal is what stands before the last hyphen of ``article_id``."""
    return fingerprint(
        article_id,
        article_id.rpartition("-")[0],
        title,
        lead,
        body,
        START + timedelta(days=day) if dated else None,
        source,
        fetched_at=None if fetched is None else START + timedelta(days=fetched),
    )
