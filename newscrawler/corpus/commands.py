"""The command line's verbs that ask the dataset; ``register`` adds them to the application."""

from __future__ import annotations

import typer

from newscrawler.corpus.commands_articles import register_articles
from newscrawler.corpus.commands_export import register_export
from newscrawler.corpus.commands_query import register_query
from newscrawler.corpus.commands_report import register_report
from newscrawler.corpus.commands_search import register_search
from newscrawler.corpus.commands_serve import register_serve


def register(app: typer.Typer) -> None:
    """Add the corpus commands to ``app``."""
    register_query(app)
    register_articles(app)
    register_search(app)
    register_serve(app)
    register_report(app)
    register_export(app)
