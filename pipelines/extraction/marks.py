"""What an element's attributes say about it: read once, for the outline as for the printed lines."""

from __future__ import annotations

from functools import lru_cache

from pipelines.extraction.boilerplate import MARKED_BOILERPLATE, MARKED_CAPTION, MARKED_SURROUNDINGS
from pipelines.extraction.roles import ASIDE, FOOTER, HEADER, HIDDEN, NAV, RIGHT, roles

NOT_SHOWN, CENTRED = 1, 2
"""What attributes say of how an element is set: not at all; in the middle."""
BOILERPLATE, SURROUNDINGS, CAPTION = 1, 2, 4
"""What class and id say of the text in an element: no main text; none if it is slight; a caption."""

_LANDMARKS = {"navigation": NAV, "banner": HEADER, "contentinfo": FOOTER, "complementary": ASIDE}
_CLASS, _ID, _PROPERTY, _HIDING, _STYLE, _ROLE, _ALIGN = range(1, 8)
_TELLING = {
    "class": _CLASS,
    "id": _ID,
    "itemprop": _PROPERTY,
    "hidden": _HIDING,
    "style": _STYLE,
    "role": _ROLE,
    "align": _ALIGN,
}
"""The attributes that say something about what an element holds, and how to read them."""


def read_attributes(attributes: dict[str, str | None]) -> tuple[int, str, int]:
    """(role flags, class and id as one mark, :data:`NOT_SHOWN` and :data:`CENTRED`) of an element."""
    flags = setting = 0
    class_ = id_ = ""
    for name, value in attributes.items():
        kind = _TELLING.get(name)
        if kind is None:
            continue
        if kind == _HIDING:
            setting |= NOT_SHOWN
            flags |= 0 if value else HIDDEN
        elif not value:
            continue
        elif kind == _CLASS:
            class_ = value
            flags |= roles(value)
        elif kind == _ID:
            id_ = value
            flags |= roles(value)
        elif kind == _PROPERTY:
            flags |= roles(value)
        elif kind == _STYLE:
            said, how = _style(value)
            flags |= said
            setting |= how
        elif kind == _ROLE:
            flags |= _LANDMARKS.get(value, 0)
        else:
            flags |= RIGHT if value == "right" else 0
            setting |= CENTRED if value.lower() == "center" else 0
    return flags, f"{class_} {id_}".strip() if id_ else class_.strip(), setting


@lru_cache(maxsize=4096)
def _style(style: str) -> tuple[int, int]:
    """(role flags, setting) that a style attribute stands for."""
    flags = RIGHT if "right" in style and "text-align" in style else 0
    if "none" in style and "display" in style:
        flags |= HIDDEN
    written = style.replace(" ", "").lower()
    setting = NOT_SHOWN if "display:none" in written else 0
    return flags, setting | CENTRED if "text-align:center" in written else setting


@lru_cache(maxsize=1 << 15)
def meaning(mark: str) -> int:
    """What class and id together say of an element's text, as flags of :data:`BOILERPLATE` and the like."""
    return (
        (BOILERPLATE if MARKED_BOILERPLATE.search(mark) else 0)
        | (SURROUNDINGS if MARKED_SURROUNDINGS.search(mark) else 0)
        | (CAPTION if MARKED_CAPTION.search(mark) else 0)
    )
