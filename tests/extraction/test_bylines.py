"""Signing lines leave the text; everything else stays."""

from __future__ import annotations

import pytest

from pipelines.extraction.bylines import split_bylines
from pipelines.extraction.names import read_names

TEXT = (
    "Sáng 12/3, UBND huyện tổ chức hội nghị đánh giá kết quả thực hiện nhiệm vụ quý I.",
    "Dự kiến hoàn thành trong năm.",
)


@pytest.mark.parametrize(
    ("line", "authors", "source"),
    [
        ("Mỹ Diễm", ("Mỹ Diễm",), None),
        ("Tin, ảnh: P.Y", ("P.Y",), None),
        ("HOÀNG TRUNG – MẠNH DŨNG", ("HOÀNG TRUNG", "MẠNH DŨNG"), None),
        ("Hà Thu (tổng hợp)", ("Hà Thu",), None),
        ("Hà Thu (theo Reuters, CNN)", ("Hà Thu",), "Reuters, CNN"),
        ("Tác giả: Nguyễn Văn An", ("Nguyễn Văn An",), None),
        ("Tác giả bài viết: Nguyễn Văn An", ("Nguyễn Văn An",), None),
        ("Tác giả: Nguyễn Văn An - Ảnh: Lê Hòa", ("Nguyễn Văn An",), None),
        ("Tin: Nguyễn Văn An - Ảnh: Lê Hòa", ("Nguyễn Văn An", "Lê Hòa"), None),
        ("(Nguyễn Văn An - Lê Hòa)", ("Nguyễn Văn An", "Lê Hòa"), None),
        ("Tác giả: Phòng Kế hoạch - Đinh Ánh", ("Đinh Ánh",), None),
        ("Tác giả: Phòng Kế hoạch - Tài chính", ("Phòng Kế hoạch - Tài chính",), None),
        ("Tác giả: Phòng Quản lý nợ và Cưỡng chế", ("Phòng Quản lý nợ và Cưỡng chế",), None),
        ("Nguyễn Văn An - Văn phòng Huyện ủy", ("Nguyễn Văn An",), None),
        ("Tác giả: Nguyễn Văn An tổng hợp", ("Nguyễn Văn An",), None),
        ("Nguyễn Văn An/Vụ Chính sách", ("Nguyễn Văn An",), "Vụ Chính sách"),
        ("Bài và ảnh: Thu Hà", ("Thu Hà",), None),
        ("Tin: Thu Hà; ảnh: Văn Nam", ("Thu Hà", "Văn Nam"), None),
        ("Thu Hà, Văn Nam", ("Thu Hà", "Văn Nam"), None),
        ("Thu Hà và Văn Nam", ("Thu Hà", "Văn Nam"), None),
        ("Trang Nhung", ("Trang Nhung",), None),
        ("Nguồn: Báo Kon Tum", (), "Báo Kon Tum"),
        ("Nguồn tin: TTXVN", (), "TTXVN"),
        ("Theo TTXVN", (), "TTXVN"),
        ("(Theo chinhphu.vn)", (), "chinhphu.vn"),
        ("Theo: Báo Chính phủ", (), "Báo Chính phủ"),
        ("Theo Nguyễn Hà (Báo Mới)", ("Nguyễn Hà",), "Báo Mới"),
        ("Nguồn: Báo Mới (Nguyễn Hà)", ("Nguyễn Hà",), "Báo Mới"),
        ("Nguồn: Sở Y tế (số liệu quý II)", (), "Sở Y tế (số liệu quý II)"),
        ("Theo số liệu của sở (quý II)", (), "số liệu của sở (quý II)"),
        ("Hà Linh - P.T.", ("Hà Linh", "P.T."), None),
        ("Thanh Hà/TTXVN", ("Thanh Hà",), "TTXVN"),
        ("Hồng Nhung/.", ("Hồng Nhung",), None),
        ("T.H", ("T.H",), None),
        ("Minh Anh - Ảnh: Văn Hùng", ("Minh Anh", "Văn Hùng"), None),
        ("Kim Anh (Văn phòng UBND tỉnh)", ("Kim Anh",), None),
        ("Đơn vị trả lời: Phòng Quản lý đất đai", ("Phòng Quản lý đất đai",), None),
        ("Người trả lời: Đinh Thị Sa", ("Đinh Thị Sa",), None),
        ("Tác giả: Ban Chấp hành Hội Nông dân xã", ("Ban Chấp hành Hội Nông dân xã",), None),
        ("Tác giả: Công an xã Đăk Rơ", ("Công an xã Đăk Rơ",), None),
        ("Tác giả: Trạm Y tế phường", ("Trạm Y tế phường",), None),
        ("Tác giả: A Biên - Hội Nông dân xã", ("A Biên",), None),
        ("Đoàn Văn Thanh", ("Đoàn Văn Thanh",), None),
        ("Xử lý tin: Đinh Thị Sa", (), None),
        ("Người duyệt tin: Đinh Thị Sa", (), None),
    ],
)
def test_signing_line(line: str, authors: tuple[str, ...], source: str | None) -> None:
    found = split_bylines([*TEXT, line])
    assert (found.authors, found.source) == (authors, source)
    assert found.paragraphs == TEXT


@pytest.mark.parametrize(
    "line",
    [
        "(CTO) - Ngày 8/1, Phó Thủ tướng chủ trì hội nghị",
        "Theo kế hoạch, dự án hoàn thành năm 2027.",
        "Theo đó, các xã tiếp tục rà soát",
        "Kế hoạch có 03 hoạt động chính, gồm:",
        "Hội nghị thành công tốt đẹp./.",
        'Ông nói: "Chúng tôi sẽ làm."',
        "Điện thoại: 0260 3862 311",
        "tổng kết năm",
        "Kon Tum, ngày 12 tháng 3 năm 2017",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "TIN LIÊN QUAN",
        "Hội đồng nhân dân tỉnh",
        "Trân trọng thông báo!",
    ],
)
def test_text_stays(line: str) -> None:
    found = split_bylines([*TEXT, line])
    assert found.paragraphs == (*TEXT, line)
    assert found.authors == ()


def test_one_capitalised_word_only_if_emphasised() -> None:
    assert split_bylines([*TEXT, "Thanhhoa"]).authors == ()
    assert split_bylines([*TEXT, "Thanhhoa"], emphasized={"thanhhoa"}).authors == ("Thanhhoa",)


def test_a_council_signs_only_if_set_apart_and_no_document() -> None:
    assert split_bylines([*TEXT, "Hội đồng thi đua huyện"], {"hội đồng thi đua huyện"}).authors == (
        "Hội đồng thi đua huyện",
    )
    assert split_bylines([*TEXT, "HỘI ĐỒNG THI ĐUA"], {"hội đồng thi đua"}).authors == ()


def test_author_and_source_lines_together() -> None:
    found = split_bylines([*TEXT, "Mỹ Diễm", "Nguồn: Cổng TTĐT tỉnh"])
    assert (found.paragraphs, found.authors, found.source) == (TEXT, ("Mỹ Diễm",), "Cổng TTĐT tỉnh")


def test_the_sites_name_is_no_author() -> None:
    assert read_names("VnExpress", {"vnexpress"}) == ()
    assert read_names("Vn Express", {"vnexpress"}) == ()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("by Ann Lee in News on Mar 9, 2017 10:15 am", ("Ann Lee",)),
        ("Written by Ann Lee in Roads on 1 June 2019 at 08:34 PM EDT. Add A Comment", ("Ann Lee",)),
        ("by Ann Lee @annlee May 3, 2016: 8:18 AM ET", ("Ann Lee",)),
        ("By Ann Lee and Bo Tran | WASHINGTON", ("Ann Lee", "Bo Tran")),
        ("Ann Lee | TNN | Updated: IST", ("Ann Lee",)),
        ("Ann Lee •", ("Ann Lee",)),
        ("Ann Lee Senior Politics Editor", ("Ann Lee",)),
        ("Ann Lee, Deputy Chief Digital Officer", ("Ann Lee",)),
        ("AP Technology Writers", ()),
        ("EST", ()),
        ("Print", ()),
        ("RELATED ARTICLES", ()),
        ("Getty Images", ()),
        ("山田花子", ("山田花子",)),
        ("作者：王芳", ("王芳",)),
        ("责任编辑：张三", ()),
        ("李明，王芳", ("李明", "王芳")),
        ("本文由编辑部根据公开资料整理完成", ()),
        ("THANH HÀ, VĂN NAM", ("THANH HÀ", "VĂN NAM")),
        ("Thu Hà - CTV", ("Thu Hà",)),
        ("Thu Hà/TTKJ-Miền Trung", ("Thu Hà",)),
        ("Nguyễn Văn An, HA-Nam", ("Nguyễn Văn An", "HA-Nam")),
        ("Actualizado Jueves", ()),
        ("Publicada Laredo", ()),
    ],
)
def test_names_are_told_from_what_stands_around_them(line: str, names: tuple[str, ...]) -> None:
    assert read_names(line) == names


def test_a_sentence_in_another_script_signs_nothing() -> None:
    line = "※「Kiko」は、Kiko Inc.の登録商標です。"
    assert split_bylines([*TEXT, line]).paragraphs == (*TEXT, line)


def test_a_text_of_one_line_is_left_alone() -> None:
    assert split_bylines(["Mỹ Diễm"]).paragraphs == ("Mỹ Diễm",)
    assert split_bylines([]).paragraphs == ()
