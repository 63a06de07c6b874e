"""The ten things a reporter does on the first day, from page to page, as they see them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

ONE = re.compile("/review/[0-9a-f]{16}")


def test_1_reads_what_is_new(reporter: Page) -> None:
    reporter.goto("/")
    expect(reporter.get_by_role("heading", level=1)).to_have_text("Who said what, and what became of it")
    reversal = reporter.locator("article.finding.reversal").first
    expect(reversal).to_contain_text("planned on 3 February 2031, called off 5 days later")
    expect(reversal).to_contain_text("proposed, not reviewed")
    sentences = reversal.locator("blockquote")
    expect(sentences).to_have_count(2)
    left, right = (sentences.nth(n).bounding_box() for n in (0, 1))
    assert left and right and left["y"] == right["y"] and left["x"] < right["x"]
    reversal.get_by_text("How this was found").click()
    expect(reversal).to_contain_text("rule reversal.v")


def test_2_narrows_the_day_and_shares_what_is_seen(reporter: Page) -> None:
    reporter.goto("/")
    facets = reporter.get_by_role("complementary", name="Narrow the list")
    facets.get_by_role("link", name=re.compile("^Reversal|^reversal")).click()
    facets.get_by_role("link", name=re.compile("Strait Courier")).click()
    expect(reporter.locator("article.finding")).to_have_count(1)
    shared = reporter.url
    other = reporter.context.new_page()
    other.goto(shared)
    expect(other.locator("article.finding h3")).to_have_text(
        reporter.locator("article.finding h3").text_content() or ""
    )
    other.close()
    facets.get_by_role("link", name="Show all again").click()
    assert urlsplit(reporter.url).query == ""


def test_3_follows_a_matter_through_its_life(reporter: Page) -> None:
    reporter.goto("/?kind=reversal")
    reporter.locator("article.finding h3 a").first.click()
    expect(reporter.get_by_role("heading", name="Its life")).to_be_visible()
    reporter.locator("a.point").first.focus()
    balloon = reporter.locator(".balloon")
    expect(balloon).to_contain_text("he would meet the envoys of Kadria in Orlo on March 10")
    reporter.keyboard.press("Escape")
    expect(balloon).to_be_hidden()
    reporter.locator("a.point").nth(1).hover()
    expect(balloon).to_contain_text("the meeting in Orlo was off")
    reporter.locator("a.point").nth(1).click()
    assert urlsplit(reporter.url).fragment.startswith("r-")


def test_4_reads_the_article_and_comes_back_by_a_mark(reporter: Page) -> None:
    reporter.goto("/?kind=reversal")
    reporter.locator("article.finding h3 a").first.click()
    matter = urlsplit(reporter.url).path
    reporter.locator("table.reports a", has_text="Strait Courier").first.click()
    expect(reporter.get_by_role("heading", level=1)).to_have_text("Envoys to meet in Orlo")
    marked = reporter.locator(f'a.told[href="{matter}"]').first
    expect(marked).to_have_text("meet")
    expect(reporter.locator(".notes").first).to_contain_text("Bo Kessi")
    dim = reporter.locator(".para.dim .text")
    expect(dim).to_have_text("Share this page")
    marked.click()
    assert urlsplit(reporter.url).path == matter


def test_5_looks_somebody_up_before_an_interview(reporter: Page) -> None:
    reporter.goto("/actors")
    reporter.get_by_role("main").get_by_role("searchbox").fill("roz")
    reporter.keyboard.press("Enter")
    reporter.get_by_role("link", name="Anwen Roz").first.click()
    expect(reporter.get_by_role("heading", level=1)).to_have_text("Anwen Roz")
    expect(reporter.get_by_role("heading", name="Track record")).to_be_visible()
    main = reporter.get_by_role("main")
    expect(main).to_contain_text("few of them are settled")
    expect(main).to_contain_text("is likely")
    expect(reporter.get_by_role("img", name=re.compile("kept: between"))).to_be_visible()
    expect(reporter.get_by_role("heading", name="Statements")).to_be_visible()


def test_6_sees_what_is_overdue_and_what_comes(reporter: Page) -> None:
    reporter.goto("/")
    reporter.get_by_role("navigation", name="Pages").get_by_role("link", name="Due").click()
    expect(reporter.locator("li.is-over").first).to_contain_text("5 days over")
    expect(reporter.get_by_role("main")).to_contain_text(
        "the record, as far as it reaches, shows no fulfilment by the due day"
    )
    reporter.get_by_role("link", name="Month", exact=True).click()
    expect(reporter.get_by_role("heading", level=1)).to_have_text("Due in February 2031")
    expect(
        reporter.locator("td", has=reporter.locator('time[datetime="2031-02-20"]')).locator("li.is-over")
    ).to_have_count(1)
    reporter.get_by_role("link", name="Month after →").click()
    expect(reporter.get_by_role("heading", level=1)).to_have_text("Due in March 2031")


def test_7_searches_and_lands_on_the_sentence(reporter: Page) -> None:
    reporter.goto("/due")
    reporter.keyboard.press("/")
    reporter.keyboard.type("ferry accident")
    reporter.keyboard.press("Enter")
    expect(reporter.get_by_role("status")).to_contain_text("2 sentences")
    box = reporter.get_by_role("main").get_by_role("searchbox")
    box.fill("meeting")  # as it is typed
    expect(reporter.locator(".hits mark").first).to_have_text(re.compile("[Mm]eet"))
    reporter.get_by_role("link", name=re.compile("statement")).first.click()
    expect(reporter.locator(".hits .who").first).to_contain_text("Bo Kessi")
    reporter.get_by_role("link", name=re.compile("sentence")).first.click()
    reporter.locator(".hits a[data-open]").first.click()
    expect(reporter.locator(".sentence:target")).to_be_visible()


def test_8_signs_a_finding_by_keys_and_takes_it_back(reporter: Page) -> None:
    reporter.goto("/review")
    reporter.get_by_label("The name you sign with").fill("Ida Moen")
    reporter.get_by_role("button", name="Keep").click()
    expect(reporter.get_by_role("link", name="Begin with the next")).to_be_visible()
    reporter.keyboard.press("n")
    expect(reporter).to_have_url(ONE)
    judged = reporter.url.split("?")[0]
    reporter.keyboard.press("c")
    expect(reporter.locator(".note").first).to_have_text("Confirmed.")
    assert reporter.url.split("?")[0] != judged
    reporter.keyboard.press("u")
    expect(reporter.locator(".note").first).to_have_text("Taken back.")
    assert reporter.url.split("?")[0] == judged
    expect(reporter.locator("#others")).to_contain_text("taken back")
    reporter.keyboard.press("c")
    expect(reporter.locator(".note").first).to_have_text("Confirmed.")
    reporter.goto("/?reviewed=yes")
    expect(reporter.locator(".signed").first).to_contain_text("confirmed by Ida Moen")


def test_9_amends_a_report_and_sees_what_follows(reporter: Page) -> None:
    reporter.goto("/review?kind=dispute")
    reporter.get_by_label("The name you sign with").fill("Ben Otto")
    reporter.get_by_role("button", name="Keep").click()
    reporter.get_by_role("main").get_by_role("table").get_by_role("link").first.click()
    expect(reporter.locator(".kind")).to_have_text("dispute")
    reporter.keyboard.press("e")
    first = reporter.locator("details.amend").first
    expect(first.get_by_label("Standing")).to_be_visible()
    first.get_by_label("Standing").select_option("denied")
    first.get_by_label("Note").fill("misread")
    first.get_by_role("button", name="Sign the amendment").click()
    expect(reporter.locator(".note").first).to_have_text("Amended; what follows from it was made anew.")
    reporter.goto("/?kind=dispute")
    expect(reporter.get_by_role("main")).to_contain_text("Nothing fits all of these")


def test_10_takes_the_table_along(reporter: Page) -> None:
    reporter.goto("/matters")
    reporter.get_by_role("contentinfo").get_by_role("link", name="JSON").click()
    assert '"table": "matters"' in (reporter.text_content("body") or "")
    reporter.go_back()
    with reporter.expect_response(re.compile("format=csv")) as answered:
        reporter.evaluate("fetch(document.querySelector('footer a[href*=\"format=csv\"]').href)")
    assert answered.value.headers["content-type"].startswith("text/csv")
