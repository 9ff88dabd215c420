"""Templates: every visible word is marked for translation, and nothing that a strict content policy would refuse."""

from __future__ import annotations

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "src" / "openhro"
TEMPLATES = sorted(ROOT.glob("*/templates/**/*.html"))
NAMES = [str(path.relative_to(ROOT)) for path in TEMPLATES]
FORMS = sorted([*ROOT.glob("*/forms.py"), *ROOT.glob("*/forms/*.py")])

VISIBLE = {
    "action", "alt", "aria-description", "aria-label", "caption", "empty", "heading", "help", "hint", "label", "lede",
    "message", "note", "placeholder", "summary", "text", "title", "value_text",
}  # fmt: skip
"""Attributes whose text a reader sees or hears."""

MUTE = {"code", "kbd", "samp", "script", "style", "svg"}
OURS = {"OpenHRO"}
"""Words that are the same in every language."""

SPECIMENS = {"ui/templates/ui/gallery/part_tokens.html", "ui/templates/ui/gallery/person.html"}
"""Gallery pages that show names: of colours, and of a person."""

_SKIPPED = re.compile(
    r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}",
    re.DOTALL,
)
_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_WORD = re.compile(r"[A-Za-zÀ-ž]{2,}")


def plain(text: str) -> str:
    """A template without its marked text and its tags."""
    return _TAG.sub("", _SKIPPED.sub("", text))


class Words(HTMLParser):
    """Collects words that a reader would see in one language only."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in MUTE:
            self.open.append(tag)
        for name, value in attrs:
            if name in VISIBLE and self.words(value or ""):
                self.found.append(f'<{tag} {name}="{value}">')

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not self.open and self.words(data):
            self.found.append(data.strip())

    @staticmethod
    def words(text: str) -> bool:
        """Whether a text has words; addresses have none."""
        return not text.strip().startswith(("/", "?", "#")) and any(word not in OURS for word in _WORD.findall(text))


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_every_visible_word_can_be_translated(path):
    reader = Words()
    reader.feed(plain(path.read_text()))
    assert str(path.relative_to(ROOT)) in SPECIMENS or reader.found == [], (
        "wrap it in {% translate %} or {% blocktranslate %}"
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(path):
    text = plain(path.read_text())
    assert re.findall(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:", text, re.IGNORECASE) == []
    assert [tag for tag in re.findall(r"<script\b[^>]*>", text) if not re.search(" src=|application/json", tag)] == []
    assert re.findall(r"<(?:script|link|img|iframe|form)\b[^>]*(?:https?:)?//[^>]*>", text) == []


@pytest.mark.parametrize("path", FORMS, ids=[str(path.relative_to(ROOT)) for path in FORMS])
def test_a_form_names_its_fields_in_the_readers_language(path):
    unmarked = [
        f"line {word.value.lineno}: {word.arg}={word.value.value!r}"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        for word in node.keywords
        if word.arg in {"label", "help_text", "empty_label"}
        and isinstance(word.value, ast.Constant)
        and isinstance(word.value.value, str)
        and _WORD.search(word.value.value)
    ]
    assert unmarked == []
