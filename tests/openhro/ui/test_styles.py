import re

import pytest

from openhro.ui import brand, styles

CSS = styles.read()
FILES = sorted(styles.FOLDER.glob("*.css"))


def token(name, side):
    found = re.search(rf"\s--{name}: light-dark\((#\w+), (#\w+)\)", CSS)
    return brand.parse(found.group(side + 1))


TEXT = [
    ("ink", ("paper", "surface", "sunken", "raised")),
    ("ink-2", ("paper", "surface", "sunken", "raised")),
    ("ink-3", ("paper", "surface", "sunken", "raised")),
    ("accent", ("paper", "surface", "sunken", "accent-soft")),
    ("good", ("paper", "surface", "good-soft")),
    ("warn", ("paper", "surface", "warn-soft")),
    ("bad", ("paper", "surface", "bad-soft")),
    ("info", ("paper", "surface", "info-soft")),
    ("accent-on", ("accent-fill", "accent-fill-hover")),
    ("bad-on", ("bad-fill",)),
    ("ink", ("good-soft", "warn-soft", "bad-soft", "info-soft", "accent-soft")),
]


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "grounds"), TEXT, ids=[pair[0] for pair in TEXT])
def test_text_reads_on_every_ground(text, grounds, side):
    low = {g: brand.contrast(token(text, side), token(g, side)) for g in grounds}
    assert {g: round(c, 2) for g, c in low.items() if c < 4.5} == {}


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("line", ["control-line", "focus", "chart-1", "chart-up", "chart-down"])
def test_what_must_be_seen_stands_out(line, side):
    assert brand.contrast(token(line, side), token("surface", side)) >= 3


def test_files_are_short_and_local():
    for path in FILES:
        text = path.read_text()
        assert text.count("\n") <= 400, path.name
        assert not re.search(r"@import|url\(|https?:", text), path.name


def test_layout_is_logical_so_that_it_mirrors():
    physical = re.compile(
        r"(?<![\w-])(margin|padding|border|inset)?-?(left|right)\s*:|(?<![\w-])(width|height)\s*:\s*[\d(v]"
    )
    for path in FILES:
        rules = re.sub(r"/\*.*?\*/|@(media|container|page)[^{;]*\{", "", path.read_text(), flags=re.S)
        rules = re.sub(r"(min|max)-(width|height):[^)]*\)", "", rules)
        assert physical.findall(rules) == [], path.name


def test_every_token_used_is_set():
    used = set(re.findall(r"var\((--[\w-]+)", CSS))
    assert used <= set(re.findall(r"(--[\w-]+)\s*:", CSS))


def test_the_bundle_is_named_by_its_content():
    digest, text = styles.bundle()
    assert text == CSS
    assert re.fullmatch(r"[0-9a-f]{12}", digest)
