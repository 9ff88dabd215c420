"""The process library of the installation, read once from its file."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from openhro.engagements import rules

SHIPPED = Path(rules.__file__).parent / "library.toml"


@cache
def library() -> rules.Library:
    """The templates of all functions, the data that they take over, and the score that lets pass."""
    given = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))
    about = given["about"]
    templates = tuple(map(_template, given["process"]))
    data = tuple(rules.DataSet(**one) for one in given["data"])
    return rules.Library(about["name"], about["version"], about["threshold"], templates, data)


def _template(given: dict[str, Any]) -> rules.Template:
    steps = tuple(rules.Step(owner, does) for owner, does in given["steps"])
    rules.check_process(given["code"], given["name"], given["weight"])
    rules.check_steps(steps)
    return rules.Template(**given | {"steps": steps})
