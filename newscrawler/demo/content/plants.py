"""Where the traps stand in a library: a plan from index to trap, a function of the library's size only."""

from __future__ import annotations

from dataclasses import dataclass

from newscrawler.demo.content.records import Trap

SMALLEST = 50
"""A library with traps needs at least so many articles."""

_SINGLES = (
    (0.18, Trap.BACK_DATED),
    (0.23, Trap.NO_LEAD),
    (0.31, Trap.NO_DATE),
    (0.36, Trap.NO_AUTHOR),
    (0.41, Trap.ENTITIES),
    (0.47, Trap.DECOMPOSED),
    (0.53, Trap.WINDOWS_1258),
    (0.58, Trap.COOKIE_STUB),
    (0.63, Trap.MISSING),
    (0.69, Trap.UNAVAILABLE),
    (0.76, Trap.REMOVED),
    (0.84, Trap.EDITED),
    (0.93, Trap.EDITED),
)


@dataclass(frozen=True, slots=True)
class Plant:
    """A trap at one index; ``original`` is the index it repeats, ``form`` the form of a notice."""

    trap: Trap
    original: int | None = None
    form: int = 0


def plan(n_articles: int, without: frozenset[Trap] = frozenset()) -> dict[int, Plant]:
    """The traps of a library of ``n_articles`` but those in ``without``; raises ValueError below :data:`SMALLEST`."""
    if n_articles < SMALLEST:
        raise ValueError(f"a library with planted traps needs at least {SMALLEST} articles, not {n_articles}")
    planted: dict[int, Plant] = {}
    originals: set[int] = set()

    def free(wanted: int) -> int:
        return next(i for i in range(wanted, n_articles) if i not in planted and i not in originals)

    for share, trap in _SINGLES:
        if trap in without:
            continue
        planted[free(int(n_articles * share))] = Plant(trap)
    for form in (0, 1):
        first: int | None = None
        for place in range(4):
            index = free(int(n_articles * (0.1 + 0.2 * place + 0.03 * form)))
            first = index if first is None else first
            planted[index] = Plant(Trap.NUMBERS_ONLY, first, form)
    n_copies = max(2, n_articles // 60)
    for copy in range(2 * n_copies):
        original = free(int(n_articles * 0.9 * copy / (2 * n_copies)))
        originals.add(original)
        index = free(min(original + 3, n_articles - 4))
        planted[index] = Plant(Trap.REPRINT if copy % 2 == 0 else Trap.NEAR_DUPLICATE, original)
    return planted
