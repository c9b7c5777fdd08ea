"""``newscrawler search``."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from newscrawler.corpus.choices import Sort
from newscrawler.corpus.command_options import Portals, Since, Until, day, errors_said
from newscrawler.output_folder import Output

if TYPE_CHECKING:
    from newscrawler.corpus.search.index import SearchIndex
    from newscrawler.corpus.search.searching import Found, Hit
    from newscrawler.corpus.search.snippets import Piece


class HitForm(StrEnum):
    """How hits are written."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"


def register_search(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("search")(search_command)


def search_command(
    text: Annotated[list[str] | None, typer.Argument(help='Words, "phrases", -word, OR, field:word.')] = None,
    output: Output = Path("output"),
    portal: Portals = None,
    section: Annotated[list[str] | None, typer.Option("--section", "-s", help="Only this section; repeatable.")] = None,
    since: Since = None,
    until: Until = None,
    duplicates: Annotated[bool, typer.Option(help="Whether to show articles that repeat an earlier one.")] = True,
    sort: Annotated[Sort, typer.Option(help="Order of the hits.")] = Sort.RELEVANCE,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=1000, help="Hits to show.")] = 10,
    offset: Annotated[int, typer.Option(min=0, help="Hits to pass over.")] = 0,
    form: Annotated[HitForm, typer.Option("--format", "-f", help="How to write the hits.")] = HitForm.TEXT,
    facets: Annotated[bool, typer.Option("--facets", help="Count hits per portal, section and year too.")] = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Make the index anew first.")] = False,
    update: Annotated[bool, typer.Option(help="Whether to index first what was published since.")] = True,
) -> None:
    """Find articles by their words, the best first.

    Typed without accents, a word finds every spelling (dak ha finds Đăk Hà); accents that are typed count. Fields:
    title, lead, text, author, source, section, document, portal.

    \b
    Examples:
      newscrawler search lao động trẻ em
      newscrawler search '"dak ha"' --since 2020-01-01 --sort newest
      newscrawler search 'document:1075/KH-UBND -title:"thông báo"' --format json
    """
    from newscrawler.corpus.database import Database
    from newscrawler.corpus.search.index import SearchIndex
    from newscrawler.corpus.search.searching import Filters, search

    typed = " ".join(text or ())
    with errors_said(), closing(Database(output)) as database:
        database.snapshot.require(portal or ())
        index = SearchIndex(database)
        _bring_up_to_date(index, rebuild=rebuild, update=update)
        if not typed and rebuild:
            return
        filters = Filters(
            tuple(portal or ()),
            tuple(section or ()),
            (),
            day(since, "--since"),
            day(until, "--until", last=True),
            duplicates,
        )
        found = search(index, typed, filters, sort=sort, offset=offset, limit=limit, facets=facets)
        _write(found, form, offset)


def _bring_up_to_date(index: SearchIndex, *, rebuild: bool, update: bool) -> None:
    if not rebuild and (not update or index.is_current()):
        return
    began = datetime.now()  # noqa: DTZ005 -- a duration
    done = index.update(rebuild=rebuild)
    if done.busy:
        typer.echo("another process is updating the index; searching it as it is", err=True)
        return
    took = (datetime.now() - began).total_seconds()  # noqa: DTZ005
    typer.echo(f"index: {done.added} articles added, {done.removed} removed in {took:.1f} s", err=True)


def _write(found: Found, form: HitForm, offset: int) -> None:
    if form is HitForm.JSONL:
        for hit in found.hits:
            typer.echo(json.dumps(hit_facts(hit), ensure_ascii=False))
    elif form is HitForm.JSON:
        facts = {"total": found.total, "hits": [hit_facts(hit) for hit in found.hits]}
        if found.facets:
            facts["facets"] = {name: dict(counts) for name, counts in found.facets.items()}
        typer.echo(json.dumps(facts, ensure_ascii=False, indent=1))
    else:
        _write_text(found, offset)
    typer.echo(f"{found.total} articles found in {found.took_ms:.0f} ms", err=True)


def _write_text(found: Found, offset: int) -> None:
    shown = sys.stdout.isatty()
    for number, hit in enumerate(found.hits, offset + 1):
        when = hit.published_at.strftime("%Y-%m-%d") if hit.published_at else "no date"
        typer.echo(f"{number:>3}. {_highlighted(hit.title_pieces, shown)}")
        typer.echo(f"     {when} · {hit.portal} · {hit.section or 'no section'} · {hit.article_id}")
        typer.echo(f"     {' '.join(_highlighted(hit.snippet, shown).split())}\n")
    for name, counts in found.facets.items():
        typer.echo(f"{name}: " + ", ".join(f"{value} {n}" for value, n in counts))


def _highlighted(pieces: tuple[Piece, ...], terminal: bool) -> str:
    start, end = ("\x1b[1m", "\x1b[0m") if terminal else ("[", "]")
    return "".join(f"{start}{piece.text}{end}" if piece.marked else piece.text for piece in pieces)


def hit_facts(hit: Hit) -> dict[str, Any]:
    """Give a hit as JSON knows it; snippets as lists of [text, marked]."""
    return {
        "article_id": hit.article_id,
        "title": hit.title,
        "portal": hit.portal,
        "section": hit.section,
        "published_at": hit.published_at.isoformat() if hit.published_at else None,
        "authors": list(hit.authors),
        "url": hit.url,
        "duplicate_of": hit.duplicate_of,
        "score": round(hit.score, 4),
        "snippet": [[piece.text, piece.marked] for piece in hit.snippet],
    }
