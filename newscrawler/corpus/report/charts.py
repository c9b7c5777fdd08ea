"""Charts as SVG, drawn by Vega-Lite without a browser. Each comes with the rows it shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from newscrawler.corpus.extras import load

_TEAL = "#0b6b66"
_COLOURS = ["#0b6b66", "#d98e04", "#7a4fa3", "#b3432b", "#3b7dd8", "#6b8e23", "#8c6d5a", "#444f5a"]
_WIDTH = 760
_FONT = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
_CONFIG = {
    "font": _FONT,
    "background": "transparent",
    "view": {"stroke": None},
    "axis": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelColor": "#3a3833",
             "titleColor": "#5c5a54", "gridColor": "#e3e0d8", "domainColor": "#8f8b80", "tickColor": "#8f8b80",
             "labelLimit": 260},
    "legend": {"labelFontSize": 12, "titleFontSize": 12, "orient": "top", "labelLimit": 260},
    "range": {"category": _COLOURS},
}  # fmt: skip


@dataclass(frozen=True)
class Chart:
    """One figure."""

    title: str
    says: str
    """What the picture shows, in a sentence, for those who do not see it."""
    svg: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    """The numbers themselves, for the table under the figure."""


def timeline(title: str, says: str, rows: Sequence[dict[str, Any]]) -> Chart:
    """Stack articles per month and portal; rows have month (ISO day), portal, articles."""
    alt = _altair()
    chart = alt.Chart(_data(rows)).mark_bar().encode(
        x=alt.X("month:T", timeUnit="yearmonth", title=None, axis=alt.Axis(format="%Y", tickCount="year", grid=False)),
        y=alt.Y("sum(articles):Q", title="articles per month"),
        color=alt.Color("portal:N", title=None),
    )  # fmt: skip
    return _finish(title, says, chart.properties(width=_WIDTH, height=240), rows)


def ranking(title: str, says: str, rows: Sequence[dict[str, Any]], label: str, value: str) -> Chart:
    """Draw horizontal bars, the longest first."""
    alt = _altair()
    chart = alt.Chart(_data(rows))
    y = alt.Y(f"{label}:N", sort=None, title=None)
    x = alt.X(f"{value}:Q", title=value, axis=alt.Axis(tickMinStep=1))
    bars = chart.mark_bar(color=_TEAL, cornerRadiusEnd=2).encode(x=x, y=y)
    numbers = chart.mark_text(align="left", dx=4, color="#3a3833").encode(x=x, y=y, text=f"{value}:Q")
    return _finish(title, says, (bars + numbers).properties(width=_WIDTH - 270, height={"step": 22}), rows)


def shares(title: str, says: str, rows: Sequence[dict[str, Any]]) -> Chart:
    """Shade the share of filled values; rows have portal, column, share (0 to 1)."""
    alt = _altair()
    chart = alt.Chart(_data(rows))
    x = alt.X("portal:N", title=None, axis=alt.Axis(orient="top", labelAngle=0))
    y = alt.Y("column:N", sort=None, title=None)
    shade = alt.Color(
        "share:Q", scale=alt.Scale(domain=[0, 1], range=["#ffffff", _TEAL], interpolate="rgb"), legend=None
    )
    text_colour = alt.condition("datum.share > 0.55", alt.value("#ffffff"), alt.value("#1d1d1b"))
    cells = chart.mark_rect(stroke="#e3e0d8").encode(x=x, y=y, color=shade)
    numbers = chart.mark_text().encode(x=x, y=y, text=alt.Text("share:Q", format=".0%"), color=text_colour)
    return _finish(title, says, (cells + numbers).properties(width={"step": 110}, height={"step": 26}), rows)


def stacked(title: str, says: str, rows: Sequence[dict[str, Any]], label: str, value: str, part: str) -> Chart:
    """Draw horizontal bars made of parts."""
    alt = _altair()
    chart = alt.Chart(_data(rows)).mark_bar().encode(
        x=alt.X(f"sum({value}):Q", title=value), y=alt.Y(f"{label}:N", sort=None, title=None),
        color=alt.Color(f"{part}:N", title=None),
    )  # fmt: skip
    return _finish(title, says, chart.properties(width=_WIDTH - 160, height={"step": 26}), rows)


def flows(title: str, says: str, rows: Sequence[dict[str, Any]]) -> Chart:
    """Shade pairs of portals; rows have earlier, later, pairs."""
    alt = _altair()
    chart = alt.Chart(_data(rows))
    x = alt.X("later:N", title="… stands again on", axis=alt.Axis(orient="top", labelAngle=0))
    y = alt.Y("earlier:N", title="what stood on …")
    most = max((row["pairs"] for row in rows), default=1)
    scale = alt.Scale(domain=[0, most], range=["#e0f0ee", _TEAL], interpolate="rgb")
    text_colour = alt.condition(f"datum.pairs > {most * 0.55}", alt.value("#ffffff"), alt.value("#1d1d1b"))
    cells = chart.mark_rect(stroke="#ffffff").encode(x=x, y=y, color=alt.Color("pairs:Q", scale=scale, legend=None))
    numbers = chart.mark_text().encode(x=x, y=y, text="pairs:Q", color=text_colour)
    return _finish(title, says, (cells + numbers).properties(width={"step": 120}, height={"step": 44}), rows)


def _altair() -> Any:
    return load("altair", "report", "newscrawler report")


def _data(rows: Sequence[dict[str, Any]]) -> Any:
    return _altair().Data(values=list(rows))


def _finish(title: str, says: str, chart: Any, rows: Sequence[dict[str, Any]]) -> Chart:
    convert = load("vl_convert", "report", "newscrawler report")
    specification = chart.configure(**_CONFIG).to_dict()
    svg = convert.vegalite_to_svg(specification, vl_version=_vega_lite_version(specification["$schema"]))
    columns = tuple(rows[0]) if rows else ()
    return Chart(title, says, _inline(svg, title), columns, tuple(tuple(row.values()) for row in rows))


def _vega_lite_version(schema: str) -> str:
    """Give the version as vl-convert names it: .../v6.1.0.json is 6.1."""
    found = re.search(r"/v(\d+)\.(\d+)", schema)
    known = load("vl_convert", "report", "newscrawler report").get_vegalite_versions()
    wanted = f"{found[1]}.{found[2]}" if found else ""
    return wanted if wanted in known else str(known[-1])


def _inline(svg: str, title: str) -> str:
    """Make the SVG part of a page: it scales, is left to its frame's label, and its ids are its own and stable."""
    svg = svg[svg.index("<svg") :]
    width, height = (re.search(rf'{name}="([\d.]+)"', svg) for name in ("width", "height"))
    size = f"{width[1] if width else 0} {height[1] if height else 0}"
    if "viewBox" not in svg[:400]:
        svg = svg.replace("<svg", f'<svg viewBox="0 0 {size}"', 1)
    # Vega numbers clip paths through the whole process; pages hold several charts.
    slug = re.sub(r"\W+", "-", title.lower())
    for number, name in enumerate(dict.fromkeys(re.findall(r'\bid="([^"]+)"', svg))):
        svg = re.sub(rf'(id="|url\(#){re.escape(name)}(?=["\)])', rf"\g<1>{slug}-{number}", svg)
    return svg.replace("<svg", '<svg aria-hidden="true" focusable="false"', 1)
