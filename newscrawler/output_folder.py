"""The option that names the dataset's folder: the same for every command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

FOLDER_VARIABLE = "NEWSCRAWLER_OUTPUT"
"""Environment variable that names the folder where ``--output`` does not."""

Output = Annotated[Path, typer.Option("--output", "-o", envvar=FOLDER_VARIABLE, help="Dataset folder.")]
"""For commands that read a dataset."""

NewOutput = Annotated[
    Path,
    typer.Option("--output", "-o", envvar=FOLDER_VARIABLE, help="Dataset folder; made when it is new or empty."),
]
"""For commands that may begin one."""
