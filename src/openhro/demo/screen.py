"""What one sees while the story runs: a bar for each step, then one page."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, Task, TextColumn
from rich.table import Column
from rich.text import Text


class _Spent(ProgressColumn):
    """Seconds of a step, with a decimal."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.finished_time if task.finished else task.elapsed or 0:5.1f} s", style="dim")


class Bar:
    """One step's bar."""

    def __init__(self, progress: Progress, title: str) -> None:
        self.progress, self.task = progress, progress.add_task(title, total=None, detail="")
        self.began = time.perf_counter()
        self.done = 0

    def total(self, total: int) -> None:
        """Say how much there is to do."""
        self.progress.update(self.task, total=max(total, 1))

    def add(self, count: int = 1, detail: str = "") -> None:
        """Say that some of it is done, and what is at hand."""
        self.done += count
        if detail:
            self.progress.update(self.task, advance=count, detail=detail)
        else:
            self.progress.update(self.task, advance=count)

    def end(self, detail: str) -> None:
        """The step is over; `detail` says what came of it."""
        task = self.progress.tasks[self.task]
        total = task.total or 1
        self.progress.update(self.task, total=total, completed=total, detail=detail)


class Screen:
    """The console of a run."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False)
        self.progress = Progress(
            SpinnerColumn(finished_text="[green]✓"),
            TextColumn("{task.description:<20}", table_column=Column(no_wrap=True, min_width=20)),
            BarColumn(18, complete_style="cyan", finished_style="green", table_column=Column(min_width=18)),
            _Spent(table_column=Column(no_wrap=True, min_width=7)),
            TextColumn("[dim]{task.fields[detail]}", table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1)),
            console=self.console,
            expand=True,
        )

    @contextmanager
    def step(self, title: str) -> Iterator[Bar]:
        """A bar for one step."""
        yield Bar(self.progress, title)
