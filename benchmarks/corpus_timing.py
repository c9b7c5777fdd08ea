"""The queries that every engine is asked, and how their times are told: wall time, and CPU time beside it.

CPU time is that of the whole process with all its threads: what a busy machine hardly stretches. On a quiet machine
wall time is what counts.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

QUERIES = (
    "lao động trẻ em", "lao dong tre em", '"lao động trẻ em"', '"lao dong tre em"', "Đăk Hà", "dak ha", '"dak ha"',
    '"Đăk Hà"', "sâm dưới tán rừng", "sam duoi tan rung", "tái canh cà phê", '"tai canh ca phe"', "cồng chiêng Pleiku",
    "lũ quét sạt lở", "lu quet sat lo", "nhãn hiệu tập thể sầu riêng", "hop dong bao tieu chanh day", "ếch đồng",
    "ech dong", "nấm linh chi Măng Đen", "căn cước người cao tuổi", "chuyển đổi số trường học", "giải bóng đá",
    "kiểm kê đất đai Ngọc Hồi", "mía", "mắc ca", "mac ca tu mo rong", "truy xuất nguồn gốc ớt hiểm", "thông ba lá",
    '"bảo hiểm cho cá tầm"', "Nguyễn Văn Thủy", '"Y Mỹ Diễm"', "hồ tiêu -cà", "gừng OR nghệ", "title:khánh thành",
    "1/KH-UBND", "1075/KH-UBND", "hòa bình", "hoà bình", "Klah Hring",
)  # fmt: skip
T = TypeVar("T")


def timed(run: Callable[[], T]) -> tuple[float, float, T]:
    """Wall seconds, CPU seconds, and the result."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = run()
    return time.perf_counter() - wall, time.process_time() - cpu, result


def asked(run: Callable[[str], int], rounds: int, queries: Iterable[str] = QUERIES) -> list[tuple[str, str]]:
    """Every query once to warm up, then ``rounds`` times: percentiles over all of them, and the slowest ones.

    ``run`` answers one query and returns how many articles it found.
    """
    queries = list(queries)
    hits = [run(text) for text in queries]
    times = {text: [timed(lambda text=text: run(text))[:2] for _ in range(rounds)] for text in queries}
    walls = [wall for rows in times.values() for wall, _ in rows]
    cpus = [cpu for rows in times.values() for _, cpu in rows]
    slowest = sorted(queries, key=lambda text: -statistics.median(wall for wall, _ in times[text]))[:3]
    named = ", ".join(f"{text} {ms(statistics.median(wall for wall, _ in times[text]))}" for text in slowest)
    return [
        ("wall p50; p95", f"{ms(statistics.median(walls))}; {ms(p95(walls))}"),
        ("CPU p50; p95", f"{ms(statistics.median(cpus))}; {ms(p95(cpus))}"),
        ("median of hits; slowest", f"{statistics.median(hits):,.0f}; {named}"),
    ]


def several(run: Callable[[], object], rounds: int) -> str:
    """Wall: first, median and p95 of the rest; CPU: median."""
    first = timed(run)[0]
    rest = [timed(run)[:2] for _ in range(rounds)]
    walls = [wall for wall, _ in rest]
    cpu = statistics.median(cpu for _, cpu in rest)
    return f"first {ms(first)}, median {ms(statistics.median(walls))}, p95 {ms(p95(walls))}; CPU median {ms(cpu)}"


def p95(times: list[float]) -> float:
    """The value that 95 of 100 do not exceed."""
    return sorted(times)[int(len(times) * 0.95)]


def ms(seconds: float) -> str:
    """Milliseconds, with a decimal where there are few."""
    return f"{seconds * 1000:.0f} ms" if seconds >= 0.01 else f"{seconds * 1000:.1f} ms"


def rate(n: int, wall: float, cpu: float) -> str:
    """Articles a second, by both clocks."""
    return f"{wall:.0f} s, {n / wall:,.0f} articles/s; CPU {cpu:.0f} s, {n / cpu:,.0f} articles per CPU s"


def size(path: Path) -> str:
    """Size of a file, or of all files below a folder."""
    files = [path] if path.is_file() else [Path(folder) / name for folder, _, names in os.walk(path) for name in names]
    return f"{sum(file.stat().st_size for file in files) / 1e9:.2f} GB"
