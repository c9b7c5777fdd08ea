"""``newscrawler`` and ``python -m newscrawler``.

Nothing is imported before it is needed: every worker process imports this module again when it starts.
"""


def main() -> None:
    """Run the command line; Ctrl-C ends it without a traceback."""
    import sys

    try:
        from newscrawler.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit("newscrawler: stopped. What was fetched is in the archive; run the command again to go on.")


if __name__ == "__main__":
    main()
