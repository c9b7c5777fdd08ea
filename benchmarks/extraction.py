"""Quality and speed of extractors side by side, in one run, set by set in turn.

    python benchmarks/extraction.py                         # both sets, every extractor that is installed
    python benchmarks/extraction.py --ablate all            # what each rule of the body cascade is worth
    python benchmarks/extraction.py --stripped              # pages without class names, claims, telling elements

The sets stand beside the repository (``../shared``); a set that is absent is said and left out. Per-page results go
to ``benchmarks/results/extraction.json`` so that a regression can be found. readability-lxml, resiliparse,
newspaper4k and news-please are measured when installed. CPU is process time, the least of ``--repeat`` runs of a page.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import sys
import time
import warnings
from pathlib import Path
from typing import Any

from extraction_contenders import EXTRACTORS, OURS, WITH_LAYOUTS, Contender, contenders, ours
from extraction_sets import SHARED, STRIPPED, GoldPage, f1, match, read_set, right_fields, stripped

from pipelines.extraction.rules import Rule, ablated

RESULTS = Path(__file__).resolve().parent / "results" / "extraction.json"


def measure(page: GoldPage, contender: Contender) -> dict[str, Any]:
    """One extractor on one page: shingle precision and recall, fields where the gold has them, CPU in ms."""
    found: dict[str, Any] = {"text": ""}
    failure = None
    started = time.process_time()
    try:
        found = contender(page.body, page.url)
    except Exception as error:  # a contender's crash is a result
        failure = f"{type(error).__name__}: {error}"
    taken = time.process_time() - started
    matched = match(page.gold["text"], found["text"])
    row = {"cpu_ms": taken * 1000, "precision": matched.precision, "recall": matched.recall, "f1": matched.f1}
    if failure or "rejected" in found:
        row["failure"] = failure or found["rejected"]
    if "title" in page.gold:
        row["fields"] = right_fields(page.gold, found)
    return row


def summary(rows: list[dict[str, Any]]) -> dict[str, float]:
    """Means over pages; ``f1`` is the benchmark's own: of mean precision and mean recall."""
    precision, recall = (statistics.fmean(row[key] for row in rows) for key in ("precision", "recall"))
    return {
        "f1": f1(precision, recall),
        "precision": precision,
        "recall": recall,
        "mean_f1": statistics.fmean(row["f1"] for row in rows),
        "least_f1": min(row["f1"] for row in rows),
        "cpu_mean": statistics.fmean(row["cpu_ms"] for row in rows),
        "cpu_median": statistics.median(row["cpu_ms"] for row in rows),
        "failures": sum("failure" in row for row in rows),
    }


def compare(pages: list[GoldPage], chosen: dict[str, Contender], repeat: int) -> dict[str, dict[str, Any]]:
    """{extractor: {page: row}}.

    Extractors take turns, each reading all pages, as in a worker that knows one extractor; of ``repeat`` turns each
    page's quickest counts.
    """
    for contender in chosen.values():  # imports and caches are not a page's cost
        contender(pages[0].body, pages[0].url)
    results: dict[str, dict[str, Any]] = {name: {} for name in chosen}
    for _ in range(repeat):
        for name, contender in chosen.items():
            gc.collect()  # what another extractor left behind is not this one's cost
            for page in pages:
                row = measure(page, contender)
                before = results[name].get(page.name, row)
                results[name][page.name] = {**row, "cpu_ms": min(row["cpu_ms"], before["cpu_ms"])}
    return results


def print_table(title: str, results: dict[str, dict[str, Any]]) -> None:
    print(f"\n{title}\n")
    print("| extractor | F1 | precision | recall | mean F1 | least F1 | CPU ms mean | median | failed |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, rows in results.items():
        s = summary(list(rows.values()))
        print(
            f"| {name} | {s['f1']:.4f} | {s['precision']:.4f} | {s['recall']:.4f} | {s['mean_f1']:.4f} | "
            f"{s['least_f1']:.3f} | {s['cpu_mean']:.1f} | {s['cpu_median']:.1f} | {s['failures']:.0f} |"
        )


def print_fields(results: dict[str, dict[str, Any]]) -> None:
    fields = list(next(iter(next(iter(results.values())).values()))["fields"])
    print(f"\n| extractor | {' | '.join(fields)} |\n|---|{'---|' * len(fields)}")
    for name, rows in results.items():
        right = [f"{sum(row['fields'][field] for row in rows.values())}/{len(rows)}" for field in fields]
        print(f"| {name} | {' | '.join(right)} |")


def print_ablation(sets: dict[str, list[GoldPage]], rules: list[Rule]) -> None:
    """F1 of each set without each rule, and how far it falls."""
    print("\n| without | " + " | ".join(f"{name} F1 | change" for name in sets) + " |")
    print("|---|" + "---|---|" * len(sets))
    full = {name: _f1_of(pages) for name, pages in sets.items()}
    print("| (nothing) | " + " | ".join(f"{full[name]:.4f} | " for name in sets) + " |")
    for rule in rules:
        with ablated(rule):
            lame = {name: _f1_of(pages) for name, pages in sets.items()}
        print(f"| {rule} | " + " | ".join(f"{lame[name]:.4f} | {lame[name] - full[name]:+.4f}" for name in sets) + " |")


def print_stripped(name: str, pages: list[GoldPage], chosen: dict[str, Contender]) -> None:
    """F1, and fields where the gold has them, of pages that lack more and more of what rules can lean on."""
    print(
        f"\n{name}: {len(pages)} pages\n\n| pages | {' | '.join(f'{one} F1' for one in chosen)} | fields right (ours) |"
    )
    print(f"|---|{'---|' * len(chosen)}---|")
    for what in STRIPPED:
        results = compare(stripped(pages, what), chosen, 1)
        right = [row["fields"] for row in results[OURS].values() if "fields" in row]
        share = f"{sum(sum(one.values()) for one in right)}/{sum(map(len, right))}" if right else ""
        figures = " | ".join(f"{summary(list(rows.values()))['f1']:.4f}" for rows in results.values())
        print(f"| {what} | {figures} | {share} |")


def _f1_of(pages: list[GoldPage]) -> float:
    return summary([measure(page, ours) for page in pages])["f1"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", choices=["pages", "articles"], help="default: both")
    parser.add_argument("--only", action="append", default=[], choices=EXTRACTORS)
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument("--limit", type=int, help="first pages of each set")
    parser.add_argument("--ablate", action="append", default=[], metavar="RULE", help="a rule's name, or all")
    parser.add_argument("--stripped", action="store_true", help="how much each extractor leans on names and claims")
    parser.add_argument("--shared", type=Path, default=SHARED)
    args = parser.parse_args()
    sets = {
        name: read_set(name, args.shared)[: args.limit]
        for name in args.set or ["pages", "articles"]
        if _there(name, args)
    }
    if not sets:
        sys.exit(f"no set found in {args.shared}")
    if args.ablate:
        print_ablation(sets, list(Rule) if "all" in args.ablate else [Rule(name) for name in args.ablate])
        return
    chosen, missing = contenders(args.only)
    for name in missing:
        print(f"not installed, left out: {name}", file=sys.stderr)
    if args.stripped:
        for name, pages in sets.items():
            print_stripped(name, pages, {key: one for key, one in chosen.items() if key != WITH_LAYOUTS})
        return
    everything = {}
    for name, pages in sets.items():
        taking_part = {key: one for key, one in chosen.items() if name == "pages" or key != WITH_LAYOUTS}
        everything[name] = compare(pages, taking_part, args.repeat)
        print_table(f"{name}: {len(pages)} pages", everything[name])
        if "title" in pages[0].gold:
            print_fields(everything[name])
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(everything, indent=1, ensure_ascii=False), encoding="utf-8")
    print(f"\nper page: {RESULTS.name}", file=sys.stderr)


def _there(name: str, args: argparse.Namespace) -> bool:
    folder = args.shared / ("pages" if name == "pages" else "benchmarks/article-extraction")
    if not folder.is_dir():
        print(f"set {name} is absent: {folder}", file=sys.stderr)
    return bool(folder.is_dir())


if __name__ == "__main__":
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # contenders' own
        main()
