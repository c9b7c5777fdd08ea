"""Series of notices that differ from one another in numbers and dates only."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

_PRICES = (
    "Thông báo giá cả một số mặt hàng nông sản tuần {week} năm {year}",
    "Giá thu mua nông sản do các đại lý trên địa bàn {capital} báo cáo trong tuần {week}, cập nhật ngày {day}.",
    (
        "Cà phê nhân xô: {a} đồng/kg tại kho, {b} đồng/kg tại vườn.",
        "Mủ cao su tạp: {c} đồng/độ; mủ nước: {d} đồng/độ, giao tại trạm cân.",
        "Hồ tiêu đen: {e} đồng/kg; sắn lát khô: {f} đồng/kg; sắn tươi: {g} đồng/kg.",
        "Lúa tẻ: {h} đồng/kg; bắp hạt: {i} đồng/kg; bời lời khô: {j} đồng/kg.",
        "Giá trên đã gồm chi phí bốc xếp, chưa gồm thuế; bà con liên hệ số máy {phone} để được tư vấn thêm.",
    ),
)
_DUTY = (
    "Lịch tiếp công dân của Chủ tịch UBND tỉnh tháng {month}/{year}",
    "Ban Tiếp công dân tỉnh thông báo lịch tiếp công dân định kỳ tháng {month} năm {year} để nhân dân biết, liên hệ.",
    (
        "Thời gian: buổi sáng từ 07 giờ 30 phút, buổi chiều từ 13 giờ 30 phút, ngày {day}.",
        "Địa điểm: Trụ sở Tiếp công dân tỉnh, đường Nguyễn Viết Xuân, {capital}.",
        "Thành phần cùng tham dự gồm đại diện Thanh tra tỉnh, Sở Tư pháp, Sở Tài nguyên và Môi trường, Văn phòng "
        "UBND tỉnh và thủ trưởng các cơ quan có vụ việc liên quan được mời.",
        "Công dân đến khiếu nại, tố cáo, kiến nghị mang theo giấy tờ tùy thân, đơn thư và tài liệu chứng cứ; "
        "trường hợp nhiều người cùng khiếu nại về một nội dung thì cử không quá {a} người đại diện trình bày.",
        "Số thứ tự được phát từ {b} giờ cho đến hết {c} lượt trong ngày; các lượt còn lại chuyển sang ngày {later}.",
        "Mọi thắc mắc gọi về số {phone} trong giờ hành chính để được cán bộ trực hướng dẫn cụ thể trước khi đến.",
    ),
)
FORMS = (_PRICES, _DUTY)


def compose_notice(form: int, rng: Random, day: date, capital: str) -> tuple[str, str, tuple[str, ...]]:
    """Title, lead and body of the notice of form 0 (prices) or 1 (duty roster) on ``day``."""
    title, lead, body = FORMS[form]
    values = {letter: f"{rng.randint(2, 99)}.{rng.randint(100, 999)}" for letter in "defghij"}
    small = form == 1
    values |= {
        letter: str(rng.randint(3, 60)) if small else f"{rng.randint(20, 90)}.{rng.randint(0, 9)}00" for letter in "abc"
    }
    later = day + timedelta(days=rng.randint(3, 9))
    values |= {
        "capital": capital,
        "week": str(day.isocalendar().week),
        "month": str(day.month),
        "year": str(day.year),
        "day": f"{day.day}/{day.month}/{day.year}",
        "later": f"{later.day}/{later.month}/{later.year}",
        "phone": f"0260.{rng.randint(100, 999)}.{rng.randint(1000, 9999)}",
    }
    return title.format(**values), lead.format(**values), tuple(paragraph.format(**values) for paragraph in body)
