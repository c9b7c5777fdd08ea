"""``newscrawler extract`` and ``newscrawler links``. What they need is imported when they run: help stays quick."""

from __future__ import annotations

from typing import Annotated

import typer

Files = Annotated[list[str], typer.Argument(help="Saved pages, .html or .html.gz; - is standard input.")]
Url = Annotated[
    str | None, typer.Option(help="Address of the page. Default: what the page says of itself (canonical link).")
]
PortalName = Annotated[str | None, typer.Option("--portal", help="Use this portal's layout and facts.")]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command()(extract)
    app.command()(links)


def extract(files: Files, url: Url = None, portal: PortalName = None) -> None:
    """Print what would be stored of saved article pages, one JSON object a line.

    Keys are the dataset's columns; a page that is no article prints its rejection.

    Example: newscrawler extract page.html.gz --url https://portal.example/tin/1.html | jq .title
    """
    from newscrawler.portals.files import load_portal
    from newscrawler.saved.files import own_url, read_saved, saved_page
    from newscrawler.saved.json_lines import article_json
    from pipelines.extraction.extract import extract as extract_page

    facts = load_portal(portal) if portal else None
    for file in files:
        content = read_saved(file)
        page = saved_page(
            content,
            url or own_url(content),
            facts.name if facts else "saved",
            facts.article_forms() if facts else (),
            facts.navigation_parameters if facts else (),
        )
        layout = facts.generation_at(page.url).layout if facts else None
        typer.echo(article_json(extract_page(page, layout)))


def links(files: Files, url: Url = None, portal: PortalName = None) -> None:
    """Print the links of saved listing pages: articles, next page and dated listings, each with its reason.

    Example: newscrawler links listing.html --url https://portal.example/tin-tuc
    """
    from newscrawler.listings import read_listing
    from newscrawler.portals.files import load_portal
    from newscrawler.saved.files import own_url, read_saved
    from newscrawler.saved.json_lines import listing_json

    facts = load_portal(portal) if portal else None
    for file in files:
        content = read_saved(file)
        where = url or own_url(content)
        listing_facts = facts.generation_at(where).listing if facts else None
        typer.echo(listing_json(read_listing(content, where, listing_facts)))
