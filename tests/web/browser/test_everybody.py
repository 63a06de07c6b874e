"""For everybody: keyboard alone, no script, light and dark, a phone, a screen reader."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

PLACES = {
    "today": "/", "matters": "/matters", "actors": "/actors", "actor": "/actor/anwen-roz", "due": "/due", "month": "/due?month=2031-03",
    "articles": "/articles", "article": "/article/a1", "review": "/review", "search": "/search?q=meet", "statements": "/search?q=meet&in=statements",
    "problems": "/problems", "help": "/help", "trouble": "/nowhere", "missing": "/article/a1?missing=0&words=0-4&about=report",
}  # fmt: skip


def place(page: Page, name: str) -> None:
    """Go to a page; a matter and a finding are found from where they are listed."""
    if name in ("matter", "judge"):
        page.goto("/?kind=reversal")
        href = page.locator("article.finding h3 a" if name == "matter" else ".margin a").first.get_attribute("href")
        page.goto(href or "/")
    else:
        page.goto(PLACES[name])


@pytest.mark.parametrize("name", [*PLACES, "matter", "judge"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, site: str, axe_source: str, name: str, scheme: str) -> None:
    context = browser.new_context(base_url=site, color_scheme=scheme)  # type: ignore[arg-type]
    context.add_cookies([{"name": "reviewer", "value": "Ida%20Moen", "url": site}])
    page = context.new_page()
    place(page, name)
    for held in page.locator("main details").all():
        held.evaluate("d => d.open = true")
    page.evaluate(axe_source)
    found = page.evaluate("axe.run()")["violations"]
    told = [(v["id"], v["impact"], [n["target"] for n in v["nodes"]][:3]) for v in found]
    context.close()
    assert not [t for t in told if t[1] in ("serious", "critical", "moderate")]


@pytest.mark.parametrize("name", [*PLACES, "matter", "judge"])
def test_a_phone_never_scrolls_sideways(browser: Browser, site: str, name: str) -> None:
    context = browser.new_context(base_url=site, viewport={"width": 360, "height": 740})
    page = context.new_page()
    place(page, name)
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert wide <= 360


def test_what_is_missing_is_added_without_a_script(without_script: Page) -> None:
    page = without_script
    page.goto("/article/a3")
    page.get_by_role("button", name="Something is missing here").first.click()
    page.get_by_label("The name you sign with").fill("Cato Lind")
    page.get_by_role("button", name="Keep, and go on").click()
    page.locator(".word", has_text="promised").click()
    page.get_by_label("Standing").select_option("planned")
    page.get_by_label("On whose word").fill("Anwen Roz")
    page.get_by_label("Words of the matter that it is of").fill("envoys")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_label("promised")).to_be_checked()  # nothing that was filled in is lost
    expect(page.get_by_label("On whose word")).to_have_value("Anwen Roz")
    page.get_by_role("button", name="Sign and add").click()
    expect(page.locator(".note").first).to_contain_text("Added;")
    expect(page.locator(".notes")).to_contain_text("added by Cato Lind")
    page.get_by_role("button", name="Undo your last word").click()
    expect(page.locator(".note").first).to_have_text("Taken back.")


def test_words_that_are_selected_can_be_called_missing(reporter: Page) -> None:
    reporter.goto("/article/a3")
    reporter.evaluate(
        """() => {
      const text = document.evaluate("//span[@class='sentence']//text()[contains(., 'Saturday')]", document, null, 9).singleNodeValue;
      const at = text.data.indexOf("Saturday");
      getSelection().setBaseAndExtent(text, at, text, at + 8);
    }"""
    )
    reporter.get_by_role("link", name="Something is missing here").click()
    reporter.get_by_label("The name you sign with").fill("Cato Lind")
    reporter.get_by_role("button", name="Keep, and go on").click()
    expect(reporter.locator(".word :checked + span")).to_have_text(["Saturday"])


def test_every_page_works_without_a_script(without_script: Page) -> None:
    page = without_script
    page.goto("/")
    page.get_by_role("link", name="To the content").focus()
    page.locator("article.finding h3 a").first.click()
    expect(page.locator("a.point title").first).to_be_attached()  # the browser's own balloon
    page.locator(".find input").fill("meeting")
    page.locator(".find input").press("Enter")
    expect(page.locator(".hits mark").first).to_be_visible()
    page.goto("/review")
    page.get_by_label("The name you sign with").fill("Cato Lind")
    page.get_by_role("button", name="Keep").click()
    page.get_by_role("link", name="Begin with the next").click()
    page.get_by_label("Note").last.fill("read both")
    page.get_by_role("button", name="Refuse").click()
    expect(page.locator(".note").first).to_have_text("Refused.")
    page.get_by_role("button", name="Undo your last word").click()
    expect(page.locator(".note").first).to_have_text("Taken back.")


def test_dark_is_dark_from_the_first_paint_and_stays(without_script: Page) -> None:
    page = without_script
    page.goto("/due")
    page.get_by_role("button", name="dark").click()
    assert page.url.endswith("/due")
    page.goto("/")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    expect(page.get_by_role("button", name="dark")).to_have_attribute("aria-pressed", "true")


def test_the_keyboard_alone_is_enough(reporter: Page) -> None:
    reporter.goto("/")
    reporter.keyboard.press("Tab")
    skip = reporter.get_by_role("link", name="To the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    reporter.keyboard.press("Enter")
    reporter.keyboard.press("j")
    first = reporter.locator("article.finding h3 a").first
    expect(first).to_be_focused()
    assert "solid" in first.evaluate("e => getComputedStyle(e).outlineStyle")
    reporter.keyboard.press("j")
    expect(reporter.locator("article.finding h3 a").nth(1)).to_be_focused()
    reporter.keyboard.press("?")
    expect(reporter.get_by_role("dialog")).to_contain_text("the next entry of a page")
    reporter.keyboard.press("Escape")
    expect(reporter.get_by_role("dialog")).to_be_hidden()
    reporter.keyboard.press("g")
    reporter.keyboard.press("d")
    expect(reporter.get_by_role("heading", level=1)).to_have_text("Due")


def test_single_keys_can_be_switched_off(reporter: Page) -> None:
    reporter.goto("/help")
    reporter.get_by_role("main").get_by_label("Single keys off on this browser").check()
    reporter.locator("main").focus()
    reporter.keyboard.press("?")
    expect(reporter.get_by_role("dialog")).to_be_hidden()
    reporter.get_by_role("main").get_by_label("Single keys off on this browser").uncheck()
    reporter.locator("main").focus()
    reporter.keyboard.press("?")
    expect(reporter.get_by_role("dialog")).to_be_visible()
