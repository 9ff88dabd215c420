"""Telling the story: all chapters in order with their bars, then the page."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import structlog
from rich.console import Console

from openhro.core import private
from openhro.demo import page
from openhro.demo.screen import Screen
from openhro.demo.steps import CHAPTERS
from openhro.demo.story import Story
from openhro.demo.world import World


def tell(out: Path, story: Story | None = None, console: Console | None = None) -> World:
    """Do what is left of the story and show the page; returns the world with what was made and found."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    console = console or Console(highlight=False, width=None if sys.stdout.isatty() else 118)
    world, screen = World(story or Story.load(), out), Screen(console)
    private.folder(out)
    with screen.progress:
        for title, chapter in CHAPTERS:
            with screen.step(title) as bar:
                made = world.made.copy()
                chapter(world, bar)
                new = world.made - made
                said = ", ".join(_counted(what, count) for what, count in new.items())
                bar.end(said or "all there")
    page.show(console, world)
    return world


def _counted(what: str, count: int) -> str:
    many = {"company": "companies", "person": "people"}.get(what, f"{what}s")
    return f"{count:,} {what if count == 1 else many}"
