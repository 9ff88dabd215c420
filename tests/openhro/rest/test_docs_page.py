"""The documentation page in a real browser: it draws every group of operations, and the strict policy is not hurt."""

import shutil
import threading

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

CHROMIUM = shutil.which("chromium")

pytestmark = [
    pytest.mark.journey,
    pytest.mark.usefixtures("committed"),
    pytest.mark.skipif(CHROMIUM is None, reason="the API's page was not looked at in a browser: no chromium here"),
]


class Quiet(WSGIRequestHandler):
    def log_message(self, format, *args):
        pass


@pytest.fixture
def served():
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.daemon_threads = True
    server.set_app(StaticFilesHandler(WSGIHandler()))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_page_of_the_api_works_under_the_policy(served):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page, said = browser.new_page(), []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{served}/api/docs")
        page.wait_for_selector(".opblock-tag", timeout=60_000)
        tags = page.locator(".opblock-tag").all_inner_texts()
        page.locator(".opblock-tag[data-tag='search']").click()
        page.locator("#operations-search-search .opblock-summary").click()
        page.wait_for_selector("#operations-search-search .opblock-body table.parameters")
        page.screenshot(path="/tmp/api-docs.png")
        browser.close()
    assert any(tag.startswith("pay runs") for tag in tags)
    assert len(tags) >= 15
    assert said == []
