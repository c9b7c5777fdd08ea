"""The editions: which content each replica portal publishes."""

from __future__ import annotations

from datetime import date

from newscrawler.demo.content.records import Edition, Section
from newscrawler.demo.content.writing import slugify


def _section(number: int, name: str, *topics: str) -> Section:
    return Section(number, name, slugify(name), topics)


KONTUM_2017 = Edition(
    portal="kontum",
    name="kontum_2017",
    site_name="Cổng thông tin điện tử tỉnh Kon Tum",
    province="kontum",
    sections=(
        _section(1, "Thời sự chính trị", "cai_cach", "an_ninh"),
        _section(2, "Kinh tế", "kinh_te", "giao_thong"),
        _section(3, "Văn hóa xã hội", "lao_dong", "du_lich", "y_te"),
        _section(4, "Nông nghiệp nông thôn", "nong_nghiep"),
        _section(5, "Khoa giáo", "giao_duc", "y_te"),
        _section(6, "Tài nguyên môi trường", "moi_truong"),
        _section(7, "An ninh quốc phòng", "an_ninh"),
        _section(8, "Cải cách hành chính", "cai_cach"),
    ),
    start=date(2015, 1, 5),
    end=date(2018, 12, 28),
    first_id=11_000,
)
KONTUM_2019 = Edition(
    portal="kontum",
    name="kontum_2019",
    site_name="Cổng Thông tin điện tử tỉnh Kon Tum",
    province="kontum",
    sections=(
        _section(11, "Tin trong tỉnh", "kinh_te", "nong_nghiep", "giao_thong", "cai_cach"),
        _section(12, "Văn hóa - Du lịch", "du_lich", "lao_dong", "giao_duc"),
    ),
    start=date(2019, 1, 7),
    end=date(2024, 12, 20),
    first_id=20_100,
)
