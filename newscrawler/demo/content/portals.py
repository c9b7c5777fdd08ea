"""The editions: which content each replica portal publishes."""

from __future__ import annotations

from datetime import date

from newscrawler.demo.content.records import Edition, Section, Trap
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
_PROVINCIAL = (
    _section(1, "Chính trị", "cai_cach", "an_ninh"),
    _section(2, "Kinh tế", "kinh_te", "nong_nghiep"),
    _section(3, "Xã hội", "lao_dong", "y_te"),
    _section(4, "Giáo dục", "giao_duc"),
    _section(5, "Giao thông - Xây dựng", "giao_thong"),
    _section(6, "Văn hóa - Du lịch", "du_lich", "moi_truong"),
)
NUKEVIET = Edition(
    portal="nukeviet",
    name="nukeviet",
    site_name="Cổng thông tin điện tử tỉnh Lai Châu",
    province="lai_chau",
    sections=_PROVINCIAL,
    start=date(2019, 3, 4),
    end=date(2023, 11, 30),
    first_id=2_101,
    tags=True,
    without=frozenset({Trap.BACK_DATED}),
)
LIFERAY6 = Edition(
    portal="liferay6",
    name="liferay6",
    site_name="Cổng thông tin điện tử tỉnh Quảng Ngãi",
    province="quang_ngai",
    sections=_PROVINCIAL[:4],
    start=date(2014, 2, 10),
    end=date(2018, 10, 31),
    first_id=170_402,
    without=frozenset({Trap.BACK_DATED}),
)
LIFERAY7 = Edition(
    portal="liferay7",
    name="liferay7",
    site_name="Cổng thông tin điện tử tỉnh Hòa Bình",
    province="hoa_binh",
    sections=_PROVINCIAL[:5],
    start=date(2020, 1, 6),
    end=date(2024, 6, 28),
    first_id=30_511,
    without=frozenset({Trap.BACK_DATED}),
)
MIC = Edition(
    portal="mic",
    name="mic",
    site_name="Cổng thông tin điện tử Bộ (mô phỏng)",
    province="trung_uong",
    sections=(
        Section(91, "Tin hoạt động", "Tin-hoat-dong", ("cai_cach", "kinh_te")),
        Section(1747, "Bưu chính", "Buu-chinh", ("lao_dong", "giao_thong")),
        Section(1748, "Viễn thông", "Vien-thong", ("an_ninh", "giao_duc")),
        Section(1750, "Thông tin cơ sở", "Thong-tin-co-so", ("nong_nghiep", "y_te", "du_lich")),
    ),
    start=date(2015, 6, 22),
    end=None,
    first_id=109_120,
    articles_a_day=6,
)
WORDPRESS = Edition(
    portal="wordpress",
    name="wordpress",
    site_name="Trang tin Đắk Lắk",
    province="dak_lak",
    sections=_PROVINCIAL[:5],
    start=date(2018, 4, 2),
    end=date(2022, 9, 30),
    first_id=410,
    tags=True,
    without=frozenset({Trap.BACK_DATED, Trap.NO_DATE}),  # posts are listed by date, and addresses hold it
)
CODEIGNITER = Edition(
    portal="codeigniter",
    name="codeigniter",
    site_name="Cục Hợp tác (mô phỏng)",
    province="trung_uong",
    sections=(
        Section(10, "Sự kiện của chúng tôi", "su-kien-cua-chung-toi", ("cai_cach", "kinh_te")),
        Section(11, "Văn hóa", "van-hoa", ("du_lich",)),
        Section(12, "Giáo dục", "giao-duc", ("giao_duc", "y_te")),
        Section(14, "Gia đình", "gia-dinh", ("lao_dong",)),
    ),
    start=date(2016, 1, 11),
    end=date(2018, 8, 31),
    first_id=1_450,
    without=frozenset({Trap.BACK_DATED}),
)
TANDAN = Edition(
    portal="tandan",
    name="tandan",
    site_name="Cổng thông tin điện tử tỉnh Thanh Hóa",
    province="thanh_hoa",
    sections=_PROVINCIAL[:4],
    start=date(2016, 5, 9),
    end=date(2020, 8, 31),
    first_id=60_466_200,
    tags=True,
    without=frozenset({Trap.BACK_DATED, Trap.NO_DATE}),  # addresses hold the date
)
WEBFORMS = Edition(
    portal="webforms",
    name="webforms",
    site_name="Sở Xây dựng Thanh Hóa",
    province="thanh_hoa",
    sections=_PROVINCIAL[1:5],
    start=date(2012, 9, 24),
    end=None,
    first_id=1_220,
    articles_a_day=6,
)
VNPT = Edition(
    portal="vnpt",
    name="vnpt",
    site_name="Cổng thông tin điện tử tỉnh Hòa Bình (VNPT)",
    province="hoa_binh",
    sections=_PROVINCIAL[2:],
    start=date(2019, 2, 18),
    end=date(2023, 4, 28),
    first_id=3_402_118,
    without=frozenset({Trap.BACK_DATED}),
)
BAOCANTHO = Edition(
    portal="baocantho",
    name="baocantho",
    site_name="Báo Cần Thơ Online (mô phỏng)",
    province="can_tho",
    sections=_PROVINCIAL,
    start=date(2021, 1, 4),
    end=date(2025, 12, 31),
    first_id=130_400,
    without=frozenset({Trap.BACK_DATED}),
)
VIETNAMNET = Edition(
    portal="vietnamnet",
    name="vietnamnet",
    site_name="Báo điện tử (mô phỏng)",
    province="trung_uong",
    sections=_PROVINCIAL[1:],
    start=date(2022, 1, 3),
    end=date(2025, 11, 28),
    first_id=2_010_300,
    tags=True,
    without=frozenset({Trap.BACK_DATED}),
)
BAODAUTU = Edition(
    portal="baodautu",
    name="baodautu",
    site_name="Báo Đầu tư (mô phỏng)",
    province="trung_uong",
    sections=_PROVINCIAL[:3],
    start=date(2022, 2, 7),
    end=date(2025, 10, 31),
    first_id=180_050,
    without=frozenset({Trap.BACK_DATED}),
)
WEBCENTER = Edition(
    portal="webcenter",
    name="webcenter",
    site_name="Cổng thông tin điện tử ngành (mô phỏng)",
    province="trung_uong",
    sections=(
        Section(10_301, "Tin hoạt động", "tin-hoat-dong", ("cai_cach", "an_ninh")),
        Section(10_302, "Tin trong nước", "tin-trong-nuoc", ("kinh_te", "giao_thong")),
        Section(10_304, "Nghiên cứu trao đổi", "nghien-cuu-trao-doi", ("lao_dong", "giao_duc")),
    ),
    start=date(2021, 3, 1),
    end=date(2025, 9, 30),
    first_id=150_600,
    without=frozenset({Trap.BACK_DATED}),
)
