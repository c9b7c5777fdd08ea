"""Administrative Vietnamese put together from clauses: what :mod:`corpus_generator` writes.

An article has a few topics and places of its own; topics and places are drawn so that the second is half as common as
the first, the third a third as common (Zipf's law), as words of a language are.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import product


def _each(text: str) -> list[str]:
    return text.split("|")


SECTIONS = (
    "Tin trong tỉnh",
    "Kinh tế - Đầu tư",
    "Văn hóa - Xã hội",
    "Cải cách hành chính",
    "Quốc phòng - An ninh",
    "Thông báo",
)
PLACES = _each(
    "Kon Tum|Đăk Hà|Đăk Tô|Ngọc Hồi|Sa Thầy|Kon Plông|Kon Rẫy|Đăk Glei|Tu Mơ Rông|Ia H'Drai|"
    "Măng Đen|Pleiku|Chư Sê|Đức Cơ|An Khê|Sơn Hà|Trà Bồng|Ba Tơ|Lý Sơn|Mộ Đức|Bình Sơn|Hòa Bình|"
    "Diên Bình|Đăk Ruồng|Bờ Y|Rờ Kơi|Mô Rai"
)
FAMILY = _each("Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Y|A|Rơ Châm|Ksor|Đinh")
MIDDLE = _each("Văn|Thị|Ngọc|Minh|Hữu|Đức|Thanh|Quốc|Mỹ|Bích|Xuân|Hải")
GIVEN = _each(
    "An|Bình|Cường|Diễm|Dũng|Hà|Hạnh|Hòa|Hùng|Khôi|Lan|Long|Nam|Nga|Phương|Quân|Thắng|Thủy|Tuấn|Uyên|Việt|Yến"
)
WHO = (
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
DOES = (
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
WHAT = (
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
TAIL = (
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
DOCUMENT_KINDS = (
    ("Kế hoạch", "KH-UBND", "UBND"),
    ("Quyết định", "QĐ-UBND", "UBND"),
    ("Công văn", "CV-SYT", "SYT"),
    ("Nghị quyết", "NQ-HĐND", "HĐND"),
    ("Chỉ thị", "CT-TTg", "TTg"),
)


CROPS = _each(
    "cà phê|bời lời|mắc ca|sắn|cao su|hồ tiêu|lúa nước|ngô lai|chanh dây|sầu riêng|đảng sâm|"
    "đương quy|nghệ vàng|gấc|dê lai|bò lai|heo rẫy|cá tầm|ong mật|gà thả vườn|rau trái vụ|hoa lan|"
    "dâu tằm|cam sành|bơ sáp|mía|lạc|đậu xanh|măng khô|nấm linh chi|cỏ ngọt|sa nhân|quế|keo lai|"
    "bạch đàn|thông ba lá|tre tầm vông|gạo nếp cẩm|ớt hiểm|gừng|khoai lang|bí đỏ|thanh long|ổi lê|"
    "mít ruột đỏ|chuối tiêu|dứa|cây ăn quả|tôm càng xanh|ếch đồng"
)
WORKS = _each(
    "việc tái canh|mô hình trồng|vùng nguyên liệu|bảo hiểm cho|giống mới của|phòng bệnh cho|giá thu mua|"
    "chỉ dẫn địa lý của|tổ hợp tác làm|hội thi|dự án chế biến|vốn vay nuôi trồng|đầu ra của|"
    "kỹ thuật ghép|truy xuất nguồn gốc|hợp đồng bao tiêu|diện tích|sản lượng|chứng nhận hữu cơ cho|"
    "thiệt hại do sương muối đối với|kho lạnh cho|nhãn hiệu tập thể của|xuất khẩu|lớp nghề về"
)
SYLLABLES = _each(
    "Đăk|Kon|Plei|Ia|Mút|Rơ|Tu|Ngọc|Pờ|Sêr|Klah|Hring|Xăng|Long|Vang|Mơ|Na|Psi|Tía|Rve|"
    "Wang|Brông|Kơ|Năng|Tờ|Lah|Hnor|Drai|Chim|Gri|Yốp|Măng|Rốc|Nhớ|Tơ|Vó|Keng|Jri|Blồ|"
    "Kroong"
)
TOPICS = list(WHAT) + [f"{work} {crop}" for crop, work in product(CROPS, WORKS)]
VILLAGES = [*PLACES, *(f"{first} {second}" for second, first in product(SYLLABLES, SYLLABLES) if first != second)]


@dataclass(frozen=True)
class Subject:
    """What one article is about."""

    topics: tuple[str, ...]
    places: tuple[str, ...]

    @classmethod
    def draw(cls, draw: random.Random) -> Subject:
        topics = tuple(_by_rank(draw, TOPICS) for _ in range(3))
        return cls(topics, tuple(_by_rank(draw, VILLAGES) for _ in range(3)))

    def sentence(self, draw: random.Random, documents: list[dict[str, str]]) -> str:
        """Write one sentence; documents it cites are added to ``documents``."""
        pick = draw.random
        place = self.places[int(pick() * 3)]
        who = WHO[int(pick() * len(WHO))].format(place=place)
        tail = TAIL[int(pick() * len(TAIL))]
        values: dict[str, object] = {}
        if "{doc}" in tail:
            kind, mark, issuer = DOCUMENT_KINDS[int(pick() ** 2 * len(DOCUMENT_KINDS))]
            number = f"{1 + int(pick() ** 3 * 4000)}/{mark}"
            documents.append({"number": number, "kind": kind, "issuer": issuer})
            values["doc"] = f"{kind} số {number}"
        if "{name}" in tail:
            values["name"] = person(draw)
        if "{who2}" in tail:
            values["who2"] = WHO[int(pick() * len(WHO))].format(place=place)
        tail = tail.format(
            n=10 + int(pick() * 900), m=50 + int(pick() * 5000), d=2 + int(pick() * 60), p=1 + int(pick() * 120),
            day=1 + int(pick() * 28), month=1 + int(pick() * 12), place2=self.places[int(pick() * 3)], **values,
        )  # fmt: skip
        return f"{who} {DOES[int(pick() * len(DOES))]} {self.topics[int(pick() * 3)]} {tail}"


def person(draw: random.Random) -> str:
    """Make up a name."""
    return " ".join(part[int(draw.random() * len(part))] for part in (FAMILY, MIDDLE, GIVEN))


def _by_rank(draw: random.Random, values: list[str]) -> str:
    return values[int(len(values) ** draw.random()) - 1]
