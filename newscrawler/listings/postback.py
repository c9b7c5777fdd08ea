"""ASP.NET WebForms: reading ``__doPostBack`` links and filling the form that has to be sent back.

Format: the page has one form with hidden inputs (``__VIEWSTATE``, ``__EVENTVALIDATION``, …); a postback sends all of
them with ``__EVENTTARGET`` (the control's name) and ``__EVENTARGUMENT`` to the form's action, the page itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

_CALL = re.compile(r"__doPostBack\s*\(\s*(['\"])(?P<target>.*?)\1\s*,\s*(['\"])(?P<argument>.*?)\3\s*\)")
_WITH_OPTIONS = re.compile(r"WebForm_PostBackOptions\s*\(\s*(['\"])(?P<target>.*?)\1\s*,\s*(['\"])(?P<argument>.*?)\3")
_SENT_UNASKED = frozenset({"hidden", "text", "search", "date", "email", "number", "password", "tel", "url", ""})
_ESCAPED = re.compile(r"\\(.)")


def postback_call(script: str) -> tuple[str, str] | None:
    """``(target, argument)`` of a ``javascript:__doPostBack('…','…')`` link; ``None`` when it is something else."""
    match = _CALL.search(script) or _WITH_OPTIONS.search(script)
    if match is None:
        return None
    return _ESCAPED.sub(r"\1", match["target"]), _ESCAPED.sub(r"\1", match["argument"])


def form_for_postback(
    html: bytes | str | LexborHTMLParser,
    url: str,
    target: str,
    argument: str = "",
    extra: Mapping[str, str] | None = None,
) -> tuple[str, dict[str, str]] | None:
    """``(address, fields)`` of the POST a browser would send for this postback; ``None`` when the page has no form, or
    none with the fields of ``extra``.

    Fields are what the form holds (hidden and text inputs, checked boxes, selected options), then the event and
    ``extra``. A name in ``extra`` that the form does not have is taken as the ending of a field's name after the last
    ``$`` (``hfDate`` for ``ctl00$ctl45$g_1f$ctl00$hfDate``), since web-part names change with every installation; a
    submit button named so is pressed.
    """
    tree = html if isinstance(html, LexborHTMLParser) else LexborHTMLParser(html)
    form = _form(tree, target)
    if form is None:
        return None
    fields, buttons = _fields(form)
    fields["__EVENTTARGET"] = _full_name(target, fields, buttons, form) or target
    fields["__EVENTARGUMENT"] = argument
    for name, value in (extra or {}).items():
        known = _full_name(name, fields, buttons, form)
        if known is None:
            return None
        fields[known] = value
    action = (form.attributes.get("action") or "").strip()
    return (urljoin(url, action) if action and not action.startswith("#") else url).split("#", 1)[0], fields


def _form(tree: LexborHTMLParser, target: str) -> LexborNode | None:
    forms = tree.css("form")
    stateful = [form for form in forms if form.css_first('input[name="__VIEWSTATE"], input[name="__EVENTTARGET"]')]
    posting = [form for form in forms if (form.attributes.get("method") or "").lower() == "post"]
    return next(iter(stateful or posting), None)


def _fields(form: LexborNode) -> tuple[dict[str, str], dict[str, str]]:
    fields: dict[str, str] = {}
    buttons: dict[str, str] = {}
    for node in form.css("input, select, textarea"):
        attributes = node.attributes
        name = attributes.get("name")
        if not name or "disabled" in attributes:
            continue
        if node.tag == "select":
            fields[name] = _selected(node)
        elif node.tag == "textarea":
            fields[name] = node.text()
        else:
            kind = (attributes.get("type") or "").lower()
            value = attributes.get("value") or ""
            if kind in ("submit", "button", "image"):
                buttons[name] = value
            elif kind in _SENT_UNASKED:
                fields[name] = value
            elif kind in ("checkbox", "radio") and "checked" in attributes:
                fields[name] = value or "on"
    return fields, buttons


def _selected(select: LexborNode) -> str:
    options = select.css("option")
    chosen = next((option for option in options if "selected" in option.attributes), options[0] if options else None)
    if chosen is None:
        return ""
    value = chosen.attributes.get("value")
    return value if value is not None else chosen.text().strip()


def _full_name(name: str, fields: Mapping[str, str], buttons: Mapping[str, str], form: LexborNode) -> str | None:
    """The form's field that is called so, or ends so; ``None`` when it has none."""
    if not name or name in fields or name in buttons:
        return name
    for known in (*fields, *buttons, *(node.attributes.get("name") or "" for node in form.css("[name]"))):
        if known == name or known.endswith(f"${name}"):
            return known
    return None
