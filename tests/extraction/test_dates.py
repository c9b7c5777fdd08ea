"""Date expressions in every printed form seen, and what is no date."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.extraction.dates import find_dates, first_date, is_plausible

PRINTED = [
    ("Văn hóa xã hội Thứ Sáu, 21/04/2017, 10:30", "2017-04-21T10:30:00+07:00", "Thứ Sáu, 21/04/2017, 10:30"),
    ("Thứ tư, 05/02/2020, 11:00", "2020-02-05T11:00:00+07:00", "Thứ tư, 05/02/2020, 11:00"),
    ("14:53 23/03/2020", "2020-03-23T14:53:00+07:00", "14:53 23/03/2020"),
    ("(21/04/2017)", "2017-04-21T00:00:00+07:00", "21/04/2017"),
    ("Thứ ba - 27/06/2023 10:14", "2023-06-27T10:14:00+07:00", "Thứ ba - 27/06/2023 10:14"),
    ("Thứ tư, 22/10/2025, 19:25 (GMT+7)", "2025-10-22T19:25:00+07:00", "Thứ tư, 22/10/2025, 19:25 (GMT+7)"),
    ("07/03/2026 08:52 (GMT+07:00)", "2026-03-07T08:52:00+07:00", "07/03/2026 08:52 (GMT+07:00)"),
    ("Thứ hai, 18/2/2019", "2019-02-18T00:00:00+07:00", "Thứ hai, 18/2/2019"),
    ("07-03-2026 - 00:01 AM", "2026-03-07T00:01:00+07:00", "07-03-2026 - 00:01 AM"),
    ("30 tháng 8, 2024", "2024-08-30T00:00:00+07:00", "30 tháng 8, 2024"),
    ("Ngày 07 tháng 03 năm 2026", "2026-03-07T00:00:00+07:00", "Ngày 07 tháng 03 năm 2026"),
    ("Ngày đăng: 05/07/2025", "2025-07-05T00:00:00+07:00", "05/07/2025"),
    ("Ngày đăng: 08/07/2024\u00a0 11:38", "2024-07-08T11:38:00+07:00", None),
    ("14:08 05/04/2024", "2024-04-05T14:08:00+07:00", "14:08 05/04/2024"),
    ("08/01/2026 - 18:21", "2026-01-08T18:21:00+07:00", "08/01/2026 - 18:21"),
    ("23:02 , 06/03/2026", "2026-03-06T23:02:00+07:00", "23:02 , 06/03/2026"),
    ("2017-03-20", "2017-03-20T00:00:00+07:00", "2017-03-20"),
    ("Gửi lúc: 05/12/2013 15:42:27", "2013-12-05T15:42:27+07:00", "05/12/2013 15:42:27"),
    ("21/04/2017 10:30 AM", "2017-04-21T10:30:00+07:00", "21/04/2017 10:30 AM"),
    ("21/04/2017•10:30", "2017-04-21T10:30:00+07:00", "21/04/2017•10:30"),
    ("10:30 · 21/04/2017 ·", "2017-04-21T10:30:00+07:00", "10:30 · 21/04/2017"),
    ("29/06/2026, 14:49", "2026-06-29T14:49:00+07:00", "29/06/2026, 14:49"),
    ("Cập nhật lúc 10:30, Thứ Sáu, 21/04/2017 (GMT+7)", "2017-04-21T10:30:00+07:00", None),
    ("Thứ ba Ngày 18 Tháng 08 Năm 2026, 01:53:59", "2026-08-18T01:53:59+07:00", None),
    ("10 giờ 30 phút ngày 21/04/2017", "2017-04-21T10:30:00+07:00", None),
    ("Chủ Nhật, 18/2/2019 | 9h05", "2019-02-18T09:05:00+07:00", None),
    ("4 Tháng Mười Một, 2024", "2024-11-04T00:00:00+07:00", None),
    ("Tháng Tám 30, 2024", "2024-08-30T00:00:00+07:00", None),
    ("30 Th8, 2024", "2024-08-30T00:00:00+07:00", None),
    ("08/03/2024 08:00:00 CH", "2024-03-08T20:00:00+07:00", None),
    ("Thứ Hai, 08:30, 12/05/2020", "2020-05-12T08:30:00+07:00", "Thứ Hai, 08:30, 12/05/2020"),
    ("23h02' ngày 06/03/2026", "2026-03-06T23:02:00+07:00", None),
    ("06/03/2026 (GMT+7) 23:02", "2026-03-06T23:02:00+07:00", None),
    ("Thứ 2, 09/03/2026 - 7:5", "2026-03-09T00:00:00+07:00", "Thứ 2, 09/03/2026"),
    ("6/3/2026 11:02 CH", "2026-03-06T23:02:00+07:00", None),
    ("5 - 3 - 2021", "2021-03-05T00:00:00+07:00", "5 - 3 - 2021"),
    ("2026-03-07T08:52:11.000 +07:00", "2026-03-07T08:52:11+07:00", None),
    ("2026-03-07T01:52:11Z", "2026-03-07T01:52:11+00:00", None),
    ("2019-11-19T13:03:00-0500", "2019-11-19T13:03:00-05:00", None),
    ("Sat, 07 Mar 2026 08:52:00 +0700", "2026-03-07T08:52:00+07:00", None),
    ("March 7, 2026 9:15 pm", "2026-03-07T21:15:00+07:00", None),
    ("7. März 2026, 18:05", "2026-03-07T18:05:00+07:00", None),
    ("22 de outubro de 2010", "2010-10-22T00:00:00+07:00", None),
    ("3/27/2026 8:01:53 PM", "2026-03-27T20:01:53+07:00", None),
    ("Sat Mar 07 08:52:11 ICT 2026", "2026-03-07T08:52:11+07:00", "Sat Mar 07 08:52:11 ICT 2026"),
    ("Sat Mar 07 01:52:11 UTC 2026", "2026-03-07T01:52:11+00:00", None),
    ("12/05/2019 02:20 PM17", "2019-05-12T14:20:00+07:00", "12/05/2019 02:20 PM"),
    ("11:24, 5 марта 2024", "2024-03-05T11:24:00+07:00", None),
    ("5 sierpnia 2024, 07:30", "2024-08-05T07:30:00+07:00", None),
    ("21 Ağustos 2024 - 10:30", "2024-08-21T10:30:00+07:00", None),
    ("Rabu, 7 Agustus 2024", "2024-08-07T00:00:00+07:00", None),
    ("2026年3月7日 08:52", "2026-03-07T08:52:00+07:00", "2026年3月7日 08:52"),
    ("最終更新日：2026年03月07日 08時52分", "2026-03-07T08:52:00+07:00", None),
    ("2026년 3월 7일", "2026-03-07T00:00:00+07:00", "2026년 3월 7일"),
    ("3/7/2026 8:01:53 AM", "2026-03-07T08:01:53+07:00", None),
    ("3/7/2026 8:01:53 SA", "2026-07-03T08:01:53+07:00", None),
    ("03/07/2026 8:01:53 AM", "2026-07-03T08:01:53+07:00", None),
]


@pytest.mark.parametrize(("text", "at", "raw"), PRINTED, ids=[text for text, _, _ in PRINTED])
def test_printed(text: str, at: str, raw: str | None) -> None:
    found = first_date(text)
    assert found is not None
    assert found.at.isoformat() == at
    if raw is not None:
        assert found.raw == raw


@pytest.mark.parametrize(
    "text",
    [
        "giai đoạn 2017-2020",
        "Quyết định 43/2024/QĐ-UBND",
        "32/13/2020",
        "31/02/2020",
        "1.234.567",
        "0260.3862.311",
        "version 2.0.1",
        "99/99/9999",
        "tỷ số 3-2-1",
        "",
    ],
)
def test_no_date(text: str) -> None:
    assert first_date(text) is None


@pytest.mark.parametrize(
    "text", ["10/04/16 05:29 PM EDT", "Updated 10/04/2016 5:29 p.m. ET", "10/4/2016, 5:29 PM (PST)"]
)
def test_month_first_before_an_american_zone(text: str) -> None:
    found = first_date(text)
    assert found is not None
    assert found.at.isoformat() == "2016-10-04T17:29:00+07:00"
    assert not found.is_month_first_too


def test_month_first_only_where_said() -> None:
    found = first_date("3/7/2026 8:01:53 AM", month_first=True)
    assert found is not None
    assert found.at.isoformat() == "2026-03-07T08:01:53+07:00"


def test_all_of_a_text_from_left_to_right() -> None:
    text = "Ngày đăng: 02/03/2022 07:15 - Cập nhật: 03/03/2022 16:20"
    assert [found.raw for found in find_dates(text)] == ["02/03/2022 07:15", "03/03/2022 16:20"]


def test_precision() -> None:
    precisions = [found.precision for found in find_dates("1/2/2024; 1/2/2024 10:00; 1/2/2024 10:00:05")]
    assert precisions == ["day", "minute", "second"]


@given(st.datetimes(min_value=datetime(1996, 1, 1), max_value=datetime(2098, 12, 31)))  # noqa: DTZ001
def test_day_first_whatever_the_separator(moment: datetime) -> None:
    for form in ("%d/%m/%Y %H:%M", "%d-%m-%Y %H:%M", "%d.%m.%Y, %H:%M", "%H:%M %d/%m/%Y", "%d/%m/%Y - %Hh%M"):
        found = first_date(moment.strftime(form))
        assert found is not None
        assert found.at.replace(tzinfo=None) == moment.replace(second=0, microsecond=0)


@given(st.text(max_size=60))
def test_never_raises(text: str) -> None:
    for found in find_dates(text):
        assert text[found.start : found.end].strip(" ,-–|:()").startswith(found.raw.strip("() ")[:4])


def test_plausible() -> None:
    fetched = datetime(2026, 8, 20, 5, tzinfo=UTC)
    assert is_plausible(datetime(2026, 8, 20, 12, tzinfo=UTC), fetched)
    assert not is_plausible(datetime(2026, 9, 1, tzinfo=UTC), fetched)
    assert not is_plausible(datetime(1975, 4, 30, tzinfo=UTC), fetched)
