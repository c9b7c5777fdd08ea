"""What a long crawl keeps in memory: what it has met is kept on disk, what Arrow took can be given back."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from newscrawler.spiders.met import KeySets
from newscrawler.spiders.walk import Walk
from tests.processes import forked

KEYS = st.text(alphabet="abcdefgh", max_size=2)
STEPS = st.lists(st.tuples(st.sampled_from(["add", "discard", "clear"]), st.booleans(), KEYS))


@given(STEPS)
def test_the_sets_of_a_run_are_sets(steps: list[tuple[str, bool, str]]) -> None:
    """Two of them, as any steps leave them, are what Python's own sets are."""
    met = KeySets()
    pairs = [(met.new_set(), set[str]()) for _ in range(2)]
    for step, which, key in steps:
        for one in pairs[which]:
            one.clear() if step == "clear" else getattr(one, step)(key)
    for ours, theirs in pairs:
        assert len(ours) == len(theirs)
        assert list(ours) == sorted(theirs)
        assert ours == theirs
        assert all((key in ours) == (key in theirs) for _, _, key in steps)
        assert {"a", "b"} - ours == {"a", "b"} - theirs


def pages() -> Iterable[list[str]]:
    """Two hundred thousand article keys, as listing pages show them."""
    return ([f"kontum-{number:016x}" for number in range(start, start + 20)] for start in range(0, 200_000, 20))


def walk_all() -> None:
    """Walk through :func:`pages`; exits with the megabytes that this took."""
    walk, before = Walk("kontum", "Tin", "2019", stop_when_known=None), _most_memory()
    walk.remember_in(KeySets().new_set())
    for keys in pages():
        walk.page(keys, len(keys), None, has_next=True)
        walk.n_pages = 0  # MAX_PAGES would cut it
    assert walk.n_articles == 200_000
    sys.exit(int(_most_memory() - before))


def _most_memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def test_a_walk_of_two_hundred_thousand_articles_takes_next_to_no_memory() -> None:
    """Sets of strings would take 25 MB."""
    assert forked(walk_all) < 6


def test_all_of_arrow_uses_the_allocator_that_can_be_trimmed() -> None:
    """In a process that begins with newscrawler; Arrow's insides choose theirs when Arrow is loaded."""
    environment = {name: value for name, value in os.environ.items() if name != "ARROW_DEFAULT_MEMORY_POOL"}
    asked = "import newscrawler.__main__, pyarrow; print(pyarrow.default_memory_pool().backend_name)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, env=environment)
    assert told.stdout == "system\n"
