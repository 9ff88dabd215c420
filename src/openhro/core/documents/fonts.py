"""Which fonts a document may use.

Never the machine's own: the same data must be the same bytes on every machine. Three sources, in this order:
- the fonts inside the Typst wheel: Libertinus Serif (Latin, Greek, Cyrillic, Hebrew) and DejaVu Sans Mono (adds Arabic
  and more);
- installed font distributions that announce themselves under the entry point group `fontpkg.family`. With
  `fontpkg-inter` documents are set in Inter; `fontpkg-noto-sans-thai` and its like each add a script;
- folders that the deployment names, for example Debian's /usr/share/fonts/opentype/noto for Chinese.
A character that none of them has is refused by the renderer, never printed as a box.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

import typst

PREFERRED = ("Inter", "Libertinus Serif")  # the first that is there sets the text; the others fill what it lacks
_FONT_FILES = (".ttf", ".otf", ".ttc", ".otc")


@dataclass(frozen=True)
class FontPolicy:
    """Named folders and, unless `packages` is off, installed font distributions, beside the embedded fonts."""

    folders: tuple[Path, ...] = ()
    packages: bool = True

    @cached_property
    def all_folders(self) -> tuple[Path, ...]:
        """The folders that are searched, in a fixed order."""
        return (*(_package_folders() if self.packages else ()), *self.folders)

    @cached_property
    def fonts(self) -> typst.Fonts:
        """What Typst may use; the machine's fonts are left out."""
        return typst.Fonts(include_system_fonts=False, font_paths=[str(folder) for folder in self.all_folders])

    @cached_property
    def families(self) -> tuple[str, ...]:
        """The families in the order in which a glyph is looked for."""
        present = set(self.fonts.families())
        first = [family for family in PREFERRED if family in present]
        return (*first, *sorted(present - set(first) - {"New Computer Modern Math"}))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over the font files and families: documents are comparable where it is equal."""
        total = hashlib.sha256(repr(self.families).encode())
        for folder in self.all_folders:
            for file in sorted(folder.rglob("*")):
                if file.suffix.lower() in _FONT_FILES:
                    total.update(hashlib.sha256(file.read_bytes()).digest())
        return total.hexdigest()


def _package_folders() -> tuple[Path, ...]:
    """The folders of installed font distributions, by name; they are located, not imported."""
    found: dict[str, Path] = {}
    for point in entry_points(group="fontpkg.family"):
        spec = find_spec(point.module.partition(".")[0])
        if spec is not None and spec.origin is not None:
            found[point.name] = Path(spec.origin).parent
    return tuple(found[name] for name in sorted(found))
