"""The image's recipe: what can be checked without a Docker engine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


def instructions(file: Path) -> list[tuple[str, str]]:
    """The Dockerfile's instructions and their arguments, continuation lines joined."""
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [(name, rest.strip()) for line in joined.splitlines() if line.strip() for name, rest in [line.split(" ", 1)]]


def test_what_is_copied_exists_and_is_not_ignored() -> None:
    kept = {line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line[:1] == "!"}
    copied = [rest.split()[:-1] for name, rest in instructions(DEPLOY / "Dockerfile") if name == "COPY"]
    sources = {source for one in copied if not one[0].startswith("--from") for source in one}
    assert sources == kept
    assert all((ROOT / source).exists() for source in sources)


def test_the_image_runs_as_nobody_special_with_pinned_packages() -> None:
    found = instructions(DEPLOY / "Dockerfile")
    last_stage = found[max(index for index, (name, _) in enumerate(found) if name == "FROM") :]
    (user,) = [rest for name, rest in last_stage if name == "USER"]
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", user)
    assert any("--constraint constraints.txt" in rest for name, rest in found if name == "RUN")
    assert not any(word in rest for _, rest in found for word in ("--index-url", "--extra-index-url", "http"))


def test_the_compose_file_is_of_one_piece() -> None:
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    for service in compose["services"].values():
        assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
        assert {volume.partition(":")[0] for volume in service["volumes"]} <= compose["volumes"].keys()
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
