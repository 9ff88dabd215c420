import re
from collections import Counter
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import get_template
from django.test import RequestFactory

import openhro.ui
from openhro.ui.gallery import PAGES
from openhro.ui.icons import ICONS

HOME = Path(openhro.ui.__file__).parent
TEMPLATES = HOME / "templates"
COMPONENTS = sorted(path.stem for path in (TEMPLATES / "cotton").glob("*.html"))
GALLERY = "".join(path.read_text() for path in sorted((TEMPLATES / "ui" / "gallery").glob("*.html")))
SHOWN_BY_OTHERS = {"nav", "skip_link"}  # the frame of every page shows these two

pytestmark = pytest.mark.usefixtures("ui_alone")


def tag(name):
    return f"c-{name.replace('_', '-')}"


def render(text, **context):
    return get_string(text).render(context, RequestFactory().get("/ui/"))


def get_string(text):
    from django_cotton.compiler_regex import CottonCompiler

    return engines["django"].from_string(CottonCompiler().process(text))


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_stands_in_the_gallery(name):
    used = GALLERY if name not in SHOWN_BY_OTHERS else (TEMPLATES / "base.html").read_text()
    assert re.search(rf"<{tag(name)}[\s/>]", used), f"show {name} in the gallery"


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_renders_with_nothing_given(name):
    text = render(f'{{% load ui %}}<{tag(name)} :chart="chart">x</{tag(name)}>', chart={"caption": {"title": "t"}})
    assert "<c-" not in text


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_component_and_attribute_is_documented(name):
    readme = (HOME / "README.md").read_text()
    row = next((line for line in readme.splitlines() if line.startswith(f"| `{tag(name)}`")), None)
    assert row, f"README.md has no row for {tag(name)}"
    source = (TEMPLATES / "cotton" / f"{name}.html").read_text()
    declared = re.search(r"<c-vars(.*?)/>", source)
    attributes = re.findall(r"(?:^|\s):?([\w-]+)=", declared.group(1)) if declared else []
    assert [a for a in attributes if not re.search(rf"`:?{a}`", row)] == []


def test_icons_are_drawn_once_each():
    assert len(set(ICONS.values())) == len(ICONS)
    assert all(re.fullmatch(r"[MLHVCSQAZmlhvcsqaz0-9 .,-]+", path) for path in ICONS.values())


def names(text):
    return Counter(re.findall(r'\sid="([^"]+)"', text))


@pytest.mark.parametrize("address", ["/ui/", *[f"/ui/pages/{name}/" for name in PAGES]])
def test_pages_render_without_inline_code_or_double_ids(pages, address):
    answer = pages.get(address)
    text = answer.content.decode()
    name = address.split("/")[-2]
    assert answer.status_code == (PAGES[name].status if name in PAGES else 200)
    assert not re.search(r"\sstyle=|<style|javascript:|\son[a-z]+=", text)
    assert all("src=" in script for script in re.findall(r"<script[^>]*>", text))
    assert [one for one, times in names(text).items() if times > 1] == []
    assert re.findall(r"https?://(?!www\.(?:gov\.uk|legislation\.gov\.uk)/)[^\"' ]+", text) == []
    assert len(re.findall(r"<h1[\s>]", text)) == 1
    assert "{{" not in text
    assert "{%" not in text


def words_outside_translation(source):
    text = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", source, flags=re.S)
    text = re.sub(r"{% blocktranslate.*?endblocktranslate %}", "", text, flags=re.S)
    text = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.S)
    loose = re.findall(r'\s(?:aria-label|placeholder|title|alt|label)="([^"]*[A-Za-z]{3}[^"]*)"', text)
    text = re.sub(r"<code>.*?</code>|<kbd>.*?</kbd>", "", text, flags=re.S)
    text = re.sub(r"<[^>]*>", " ", text, flags=re.S)
    return [*loose, *re.findall(r"[A-Za-z]{3,}", re.sub(r"&\w+;", "", text))]


KEPT = {"OpenHRO"}
FRAMES = [*TEMPLATES.glob("*.html"), *TEMPLATES.glob("errors/*.html"), *TEMPLATES.glob("ui/*.html")]


@pytest.mark.parametrize("path", [*(TEMPLATES / "cotton").glob("*.html"), *FRAMES], ids=lambda path: path.name)
def test_every_visible_word_is_marked_for_translation(path):
    assert [word for word in words_outside_translation(path.read_text()) if word not in KEPT] == []


def test_money_takes_minor_units_or_money():
    from openhro.core.money import Money

    for text, given in (('{% money 204 "GBP" %}', {}), ("{% money m %}", {"m": Money(204, "GBP")})):
        assert re.sub(r"<[^>]+>", "", render("{% load ui %}" + text, **given)) == "£2.04"
    assert render('{% load ui %}{% money None "GBP" %}') == ""


def test_what_is_nought_is_not_nothing():
    assert "£0.00" in re.sub(r"<[^>]+>", "", render('<c-money :minor="0" currency="GBP" />'))


def test_a_change_says_its_direction_in_words():
    text = render('<c-delta :current="90" :prior="100" currency="GBP" rise="good" />')
    assert "down" in text
    assert "tone-bad" in text
    assert "no change" in render('<c-delta :current="5" :prior="5" currency="GBP" />')


def test_a_clock_reads_the_frame_s_now():
    from datetime import UTC, datetime, timedelta

    now = datetime(2026, 11, 25, 9, tzinfo=UTC)
    text = render('<c-clock-chip :due="due" />', due=now + timedelta(hours=1), now=now)
    assert "Due in 1 h" in text
    assert f'datetime="{(now + timedelta(hours=1)).isoformat()}"' in text


def test_a_field_keeps_input_and_ties_its_error_to_the_control():
    text = render(
        '<c-form-field name="code" label="Sort code" value="20&lt;" error="Six digits." help="On the card." />'
    )
    assert re.search(
        r'<input id="f-code"[^>]*aria-describedby="f-code-help f-code-error"[^>]*aria-invalid="true"', text
    )
    assert 'id="f-code-error"' in text


def test_a_bound_field_shows_its_error_once():
    from django import forms

    class Bank(forms.Form):
        code = forms.CharField(label="Sort code", help_text="On the card.", max_length=6)

    form = Bank({"code": "1234567<"})
    text = render('<c-error-summary :form="form" /><c-form-field :field="form.code" />', form=form)
    assert 'value="1234567&lt;"' in text
    assert 'aria-invalid="true"' in text
    assert 'href="#id_code"' in text
    assert names(text)["id_code_error"] == 1
    described = re.search(r'aria-describedby="([^"]+)"', text).group(1).split()
    assert set(described) <= set(names(text))


@pytest.mark.parametrize("name", ["403", "404", "409", "500", "errors/500", "errors/refused"])
def test_error_pages_need_no_context(name):
    text = get_template(f"{name}.html").render({})
    assert "<h1" in text
    assert 'href="/"' in text


def test_what_others_wrote_is_escaped():
    text = render('<c-banner :title="evil">{{ evil }}</c-banner>', evil="<img src=x onerror=1>")
    assert "<img" not in text
