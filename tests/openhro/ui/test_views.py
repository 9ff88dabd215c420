import pytest
from django.test import Client

from openhro.ui import styles


def test_the_stylesheet_may_be_kept_for_ever(pages):
    answer = pages.get(f"/ui/style/{styles.bundle()[0]}.css")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer["Cache-Control"]


def test_an_old_address_gets_the_present_style_but_keeps_nothing(pages):
    answer = pages.get("/ui/style/000000000000.css")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"


def test_a_brand_is_a_function_of_its_address(pages):
    answer = pages.get("/ui/brand/8a2f4d.css")
    assert "--accent: light-dark(#8a2f4d" in answer.content.decode()
    assert "immutable" in answer["Cache-Control"]


@pytest.mark.parametrize("wrong", ["zzzzzz", "8A2F4D", "fff", "8a2f4d7", "..", "8a2f4d%7D"])
def test_what_is_no_brand_is_not_found(pages, wrong):
    assert pages.get(f"/ui/brand/{wrong}.css").status_code == 404


def test_a_page_without_a_good_colour_has_no_brand(ui_alone):
    from openhro.ui.templatetags.ui import brand_stylesheet

    assert brand_stylesheet("#8A2F4D") == '<link rel="stylesheet" href="/ui/brand/8a2f4d.css?v=1">'
    for wrong in (None, "", "red", '"><script>', "12345"):
        assert brand_stylesheet(wrong) == ""


def test_the_theme_is_kept_and_leads_back(pages):
    answer = pages.post("/ui/theme", {"theme": "dark", "next": "/ui/pages/today/"})
    assert (answer.status_code, answer["Location"]) == (302, "/ui/pages/today/")
    assert answer.cookies["openhro_theme"].value == "dark"
    assert 'data-theme="dark"' in pages.get("/ui/").content.decode().split("<body")[0]


def test_the_system_s_theme_forgets_the_cookie(pages):
    pages.cookies["openhro_theme"] = "dark"
    answer = pages.post("/ui/theme", {"theme": "", "next": "/ui/"})
    assert answer.cookies["openhro_theme"]["max-age"] == 0


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_theme_leads_nowhere_else(pages, elsewhere):
    assert pages.post("/ui/theme", {"theme": "dark", "next": elsewhere})["Location"] == "/"


def test_a_strange_theme_in_the_cookie_is_ignored(pages):
    pages.cookies["openhro_theme"] = 'x" onload="1'
    assert "data-theme" not in pages.get("/ui/").content.decode().split("<body")[0]


def test_the_theme_needs_a_token(ui_alone):
    assert Client(enforce_csrf_checks=True).post("/ui/theme", {"theme": "dark"}).status_code == 403


def test_the_pages_keep_the_product_s_policy(pages):
    policy = pages.get("/ui/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy


def test_unknown_examples_are_not_found(pages):
    assert pages.get("/ui/pages/nothing/").status_code == 404


@pytest.mark.parametrize(
    ("done", "state"), [("0", "28 of 84"), ("80", "Finished"), ("x", "0 of 84"), ("9999", "0 of 84")]
)
def test_the_progress_row_moves_and_ends(pages, done, state):
    text = pages.get("/ui/pages/progress/row", {"done": done}).content.decode()
    assert state in text
    assert ("hx-trigger" in text) == (state != "Finished")


def test_every_view_is_open_to_all():
    from openhro.ui.urls import urlpatterns

    assert all(getattr(pattern.callback, "public", False) for pattern in urlpatterns)
