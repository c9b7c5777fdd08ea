"""``newscrawler`` and ``python -m newscrawler``.

Nothing is imported before it is needed: every worker process imports this module again when it starts.
"""


def main() -> None:
    """Run the command line."""
    from newscrawler.cli import main as run

    run()


if __name__ == "__main__":
    main()
