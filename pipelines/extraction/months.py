"""Names of the months, as patterns of lower case and by their number."""

from __future__ import annotations

import re

_NAMES = (
    "january jan januar janvier enero janeiro gennaio januari ene gen một giêng",
    "february feb februar février febrero fevereiro febbraio februari fev févr hai",
    "march mar märz mars marzo março maart mrz ba",
    "april apr avril abril aprile avr abr tư bốn",
    "may mai mayo maio maggio mei năm",
    "june jun juni juin junio junho giugno sáu",
    "july jul juli juillet julio julho luglio juil bảy bẩy",
    "august aug août agosto augustus ago tám",
    "september sep sept septembre septiembre setembro settembre chín",
    "october oct oktober octobre octubre outubro ottobre okt mười",
    "november nov novembre noviembre novembro mười_một",
    "december dec dezember décembre diciembre dezembro dicembre december déc dic dez mười_hai chạp",
)
_BEHIND_DAYS = (
    "января ocak stycznia",
    "февраля şubat lutego",
    "марта maret mart marca",
    "апреля nisan kwietnia",
    "мая mayıs maja",
    "июня haziran czerwca",
    "июля temmuz lipca",
    "августа agustus ağustos sierpnia",
    "сентября eylül września",
    "октября ekim października",
    "ноября kasım listopada",
    "декабря desember aralık grudnia",
)
"""Names in languages that always write the day first: a date does not begin with them."""

VIETNAMESE_MONTHS = "mười[ ]một|mười[ ]hai|giêng|chạp|mười|một|hai|ba|tư|bốn|năm|sáu|bảy|bẩy|tám|chín"
"""Pattern of the Vietnamese names, which stand behind *tháng* only."""


def _numbered(*names: tuple[str, ...]) -> dict[str, int]:
    return {
        name.replace("_", " "): number
        for months in names
        for number, of_month in enumerate(months, start=1)
        for name in of_month.split()
    }


MONTHS = _numbered(_NAMES, _BEHIND_DAYS)
"""Number of each name."""
_FOREIGN = [name for name in _numbered(_NAMES) if not re.fullmatch(VIETNAMESE_MONTHS, name)]
FOREIGN_MONTHS = "|".join(sorted(_FOREIGN, key=len, reverse=True))
"""Pattern of the names with which a date may begin, longest first."""
MONTHS_BEHIND_DAYS = "|".join(sorted([*_FOREIGN, *_numbered(_BEHIND_DAYS)], key=len, reverse=True))
"""Pattern of all names that stand behind the day."""
MONTHS_FIRST_LETTERS = frozenset(name[0] for name in _numbered(_NAMES))
"""What a date that begins with a month begins with."""
