"""A portal named by its address: the file that knows it, or one written by looking at it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

from newscrawler.portals.files import found_folder, load_portal, merge_families, portal_files
from newscrawler.portals.model import Portal
from newscrawler.portals.recognition import SeenPage, recognise
from newscrawler.portals.writing import portal_name
from pipelines.errors import NewscrawlerError, PortalChanged, PortalFileError, SettingsError
from pipelines.workspace import Workspace


def is_address(name: str) -> bool:
    """Whether ``name`` is a portal's address rather than its name or file."""
    return name.startswith(("http://", "https://"))


def portal_at(url: str, output: Path) -> str:
    """Name of the portal at ``url``: one whose file names the host, else one found out now and kept in ``output``.

    The looking is done by ``newscrawler portal add`` in a process of its own, since Twisted's reactor runs once.
    Raises SettingsError, NotADataset, PortalChanged.
    """
    host = urlsplit(url).netloc.lower()
    if not host:
        raise SettingsError(f"expected a portal's address like https://portal.example/, found {url!r}")
    if known := _known(host, output):
        return known
    Workspace.open(output, create=True)
    arguments = ["portal", "add", url, "--folder", str(found_folder(output)), "--no-samples"]
    done = subprocess.run([sys.executable, "-m", "newscrawler", *arguments], check=False)
    if done.returncode:
        error = SettingsError if done.returncode == SettingsError.exit_code else _NotFound
        raise error(f"{url}: no portal file could be written (see above)")
    return portal_name(url)


def portal_or_generic(page: SeenPage, name: str | None, output: Path) -> Portal:
    """The portal called ``name``, else the known one with the page's host, else what the page's family says.

    Raises UnknownPortal or PortalFileError.
    """
    parts = urlsplit(page.url)
    known = name or _known(parts.netloc.lower(), output)
    if known:
        return load_portal(known, output=output)
    family = recognise([page]).family
    table = {"name": "tried", "title": parts.netloc, "base_url": f"{parts.scheme}://{parts.netloc}"}
    generations = {"generations": [{"name": family, "family": family}]}
    merge_families(generations, Path("(no file)"))
    return Portal.model_validate({**table, **generations})


class _NotFound(NewscrawlerError):
    exit_code = PortalChanged.exit_code


def _known(host: str, output: Path) -> str | None:
    """The known portal with that host; files that cannot be read are left to whoever names them."""
    bare = host.removeprefix("www.")
    for name in portal_files(output):
        try:
            hosts = load_portal(name, output=output).hosts
        except PortalFileError:
            continue
        if bare in {one.removeprefix("www.") for one in hosts}:
            return name
    return None
