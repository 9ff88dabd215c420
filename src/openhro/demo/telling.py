"""Telling the story: all chapters in order with their bars, then the page."""

from __future__ import annotations

import logging
from pathlib import Path

import structlog

from openhro.demo.screen import Screen
from openhro.demo.steps import CHAPTERS
from openhro.demo.story import Story
from openhro.demo.world import World


def tell(out: Path, story: Story | None = None, screen: Screen | None = None) -> World:
    """Do what is left of the story; returns the world with what was made and found."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    world, screen = World(story or Story.load(), out), screen or Screen()
    out.mkdir(parents=True, exist_ok=True)
    with screen.progress:
        for title, chapter in CHAPTERS:
            with screen.step(title) as bar:
                made = world.made.total()
                chapter(world, bar)
                bar.end("" if world.made.total() > made else "all there")
    screen.console.print(dict(world.made), dict(world.found))
    return world
