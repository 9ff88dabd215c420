"""The gallery in a real browser: axe finds nothing, nothing overflows, the policy is never hurt, keys and no-script work."""

import threading

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from tests.browser import DESK, PHONE, complaints, launched, said
from tests.browser import opened as opened_page

from openhro.ui.gallery import PAGES

SMALL = 320
ADDRESSES = ["/ui/", *[f"/ui/pages/{name}/" for name in PAGES]]

pytestmark = pytest.mark.journey


class Quiet(WSGIRequestHandler):
    def log_message(self, format, *args):
        pass


@pytest.fixture(scope="module")
def served(ui_alone):
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.daemon_threads = True
    server.set_app(StaticFilesHandler(WSGIHandler()))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser():
    with launched() as found:
        yield found


@pytest.fixture
def open_page(browser, served):
    """Opens an address; what the console says against us is collected on the page as `page.said`."""
    contexts = []

    def opened(address, *, width=DESK, theme="light", script=True):
        page = opened_page(browser, width=width, theme=theme, java_script_enabled=script)
        contexts.append(page.context)
        page.goto(served + address)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing_and_the_policy_is_kept(open_page, address):
    page = open_page(address)
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            assert complaints(page) == [], (width, theme)
    assert said(page) == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_wider_than_the_window(open_page, address):
    page = open_page(address, width=SMALL)
    over = {}
    for width in (SMALL, PHONE, 768, 1024, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        over[width] = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert {width: by for width, by in over.items() if by > 0} == {}


@pytest.mark.parametrize("width", [SMALL, PHONE, DESK])
def test_the_top_bar_s_parts_keep_apart(open_page, width):
    page = open_page("/ui/pages/pay-run/", width=width)
    boxes = [page.locator(selector).bounding_box() for selector in (".switcher", ".topbar-end")]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]


def test_nothing_overflows_right_to_left(open_page):
    page = open_page("/ui/pages/pay-run/", width=PHONE)
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_axe_finds_nothing_in_what_opens(open_page):
    page = open_page("/ui/pages/pay-run/")
    page.keyboard.press("?")
    assert page.locator("#keys").evaluate("dialog => dialog.open")
    assert complaints(page) == []
    page.keyboard.press("Escape")
    page.evaluate("document.querySelectorAll('.chart-twin').forEach(twin => { twin.open = true })")
    for menu in ("You", "Notices", "Client"):
        page.locator(f"summary[aria-label^='{menu}']").click()
        assert complaints(page) == [], menu


def test_the_drawer_opens_on_a_phone(open_page):
    page = open_page("/ui/pages/today/", width=PHONE)
    page.locator(".bottom-bar button").click()
    assert page.locator("#drawer").is_visible()
    assert complaints(page) == []
    page.keyboard.press("Escape")
    assert not page.locator("#drawer").is_visible()


def test_keys_lead_round(open_page, served):
    page = open_page("/ui/pages/pay-run/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type("g t?")
    assert page.input_value("#search") == "g t?"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url(f"{served}/ui/pages/today/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == page.locator("a.queue-title").first.text_content()


def test_the_theme_changes_at_once_and_stays(open_page):
    page = open_page("/ui/pages/today/")
    light = page.evaluate("getComputedStyle(document.body).color")
    page.locator("summary[aria-label^='You']").click()
    with page.expect_response("**/ui/theme") as answer:
        page.locator("button[name=theme][value=dark]").click()
    assert answer.value.status == 302
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).color") != light


def test_a_dialog_traps_and_gives_focus_back(open_page):
    page = open_page("/ui/")
    page.locator("a[data-dialog=release]").click()
    assert page.locator("#release").evaluate("dialog => dialog.matches(':modal')")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.dialog") == "release"


def test_toasts_go_when_dismissed(open_page):
    page = open_page("/ui/")
    before = page.locator("[data-toast]").count()
    page.locator("[data-dismiss]").first.click()
    assert page.locator("[data-toast]").count() == before - 1


def test_a_progress_row_polls_until_it_is_done(open_page):
    page = open_page("/ui/")
    page.locator("#progress-live .badge").wait_for(timeout=40_000)
    assert page.locator("#progress-live progress").evaluate("bar => bar.value") == 84
    assert page.said == []


def test_all_that_matters_works_without_a_script(open_page, served):
    page = open_page("/ui/pages/pay-run/", width=PHONE, script=False)
    page.locator(".stages-all > summary").click()
    assert page.locator(".stage").last.is_visible()
    page.locator(".chart-twin > summary").first.click()
    assert page.locator(".chart-twin table").first.is_visible()
    page.locator(".bottom-bar button").click()
    assert page.locator("#drawer a").first.is_visible()
    page.keyboard.press("Escape")
    page.locator("summary[aria-label^='You']").click()
    page.locator("button[name=theme][value=dark]").click()
    page.wait_for_url(f"{served}/ui/pages/pay-run/")
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_fingers_find_their_targets(open_page):
    page = open_page("/ui/pages/employee/", width=PHONE)
    small = page.evaluate(
        """() => [...document.querySelectorAll('a.button, button.button, summary.icon-button, .bottom-link, a.task')]
        .filter(node => node.checkVisibility())
        .filter(node => { const box = node.getBoundingClientRect(); return box.height < 40 || box.width < 40 })
        .map(node => node.outerHTML.slice(0, 90))"""
    )
    assert small == []


def test_sticky_heads_stay_below_the_bar(open_page):
    page = open_page("/ui/pages/pay-run/")
    table = page.locator("#variance")
    page.evaluate("node => window.scrollTo(0, node.offsetTop + 150)", table.element_handle())
    head = table.locator("thead th").first.bounding_box()
    assert head["y"] == pytest.approx(56, abs=1)
