"""The article page with scripts: ranges, redo, flags and notes."""

from playwright.sync_api import expect

from tests.browser.desk import TOTAL, Desk


def test_shift_and_arrows_choose_a_range_that_one_key_labels(desk: Desk) -> None:
    desk.press("j", "Shift+ArrowDown", "Shift+ArrowDown")
    expect(desk.page.locator("#which")).to_have_text(f"Sentence 2 to 4 of {TOTAL}")
    expect(desk.page.locator(".sentence.chosen")).to_have_count(3)
    desk.type("2")
    desk.expect_letters(" UUU")
    desk.expect_at(5)
    expect(desk.page.locator(".sentence.chosen")).to_have_count(0)
    desk.press("u")
    desk.expect_letters("")
    desk.expect_saved(0)


def test_shift_and_a_click_choose_a_range(desk: Desk) -> None:
    desk.sentence(2).click()
    desk.sentence(5).click(modifiers=["Shift"])
    desk.label("Opinion").click()
    desk.expect_letters(" OOOO")
    desk.expect_saved(4)


def test_shift_and_a_click_choose_a_range_while_words_are_selected(desk: Desk) -> None:
    desk.sentence(1).evaluate("each => getSelection().selectAllChildren(each)")
    desk.sentence(3).click(modifiers=["Shift"])
    desk.type("1")
    desk.expect_letters("SSS")


def test_redo_does_again_what_was_undone(desk: Desk) -> None:
    desk.type("12")
    desk.press("u", "u", "r")
    desk.expect_letters("S")
    desk.press("Control+y")
    desk.expect_letters("SU")
    desk.press("Control+z")
    desk.expect_letters("S")
    desk.type("3")
    expect(desk.page.get_by_role("button", name="Redo")).to_be_hidden()
    desk.expect_saved(2)


def test_flags_and_note_are_given_by_keys_and_stored(desk: Desk) -> None:
    desk.type("q1k")
    desk.press("a")
    desk.press("n")
    desk.page.get_by_role("textbox", name="Note").press_sequentially("Who is it? 123")
    desk.press("Enter", "j")
    desk.expect_letters(["S?"])
    desk.expect_saved(1)
    expect(desk.page.get_by_role("link", name="Sentence 1, sourced, unsure")).to_be_visible()
    assert desk.state_of(1) == ("sourced", ("unsure", "anonymous_source"), "Who is it? 123")
    desk.page.reload()
    desk.expect_letters(["S?"])
    desk.press("k")
    expect(desk.page.locator("#said")).to_have_text("unsure, anonymous source, note")


def test_note_is_kept_while_it_is_written(desk: Desk) -> None:
    desk.type("1kn")
    desk.page.get_by_role("textbox", name="Note").press_sequentially("Half a")
    expect(desk.page.locator("#said")).to_have_text("note")
    desk.expect_saved(1)
    assert desk.state_of(1) == ("sourced", (), "Half a")


def test_note_belongs_to_the_sentence_at_which_it_was_written(desk: Desk) -> None:
    desk.type("1kn")
    desk.page.get_by_role("textbox", name="Note").press_sequentially("Mine")
    desk.sentence(4).click()
    desk.expect_at(4)
    desk.expect_saved(1)
    assert desk.state_of(1) == ("sourced", (), "Mine")


def test_keys_lead_to_unsure_sentences_and_to_a_number(desk: Desk) -> None:
    desk.type("1q112")
    desk.press("d")
    desk.expect_at(2)
    desk.press("g")
    desk.page.get_by_role("dialog", name="Go to a sentence").get_by_role("spinbutton").fill("17")
    desk.press("Enter")
    desk.expect_at(17)


def test_guidelines_open_beside_the_text_while_one_labels(desk: Desk) -> None:
    desk.press("h")
    panel = desk.page.get_by_role("region", name="Guidelines")
    expect(panel.get_by_role("heading", name="Hard cases")).to_be_visible()
    desk.type("1")
    desk.expect_at(2)
    panel.get_by_role("searchbox").press_sequentially("officials 1")
    desk.expect_at(2)
    desk.sentence(3).click()
    desk.press("h")
    expect(panel).to_be_hidden()


def test_escape_leaves_a_note_as_it_was_before(desk: Desk) -> None:
    desk.press("n")
    note = desk.page.get_by_role("textbox", name="Note")
    note.fill("first")
    desk.press("Enter", "n")
    note.fill("second")
    desk.page.wait_for_timeout(1000)  # it is kept while one pauses
    assert desk.state_of(1)[2] == "second"
    desk.press("Escape")
    expect(desk.mark(1)).to_be_focused()
    desk.expect_saved(0)
    assert desk.state_of(1)[2] == "first"
    expect(desk.page.locator("[name=note]")).to_have_value("first")


def test_escape_of_an_input_method_keeps_the_note(desk: Desk) -> None:
    desk.press("n")
    note = desk.page.get_by_role("textbox", name="Note")
    note.fill("a long thought")
    note.evaluate(
        """field => field.dispatchEvent(
          new KeyboardEvent("keydown", { key: "Escape", isComposing: true, bubbles: true }))"""
    )
    expect(note).to_have_value("a long thought")
    expect(note).to_be_focused()


def test_note_may_hold_a_slash_while_the_guidelines_are_open(desk: Desk) -> None:
    desk.press("h")
    desk.page.get_by_role("searchbox", name="Search the guidelines").wait_for()
    desk.press("n")
    desk.type("on 7/11/2003")
    desk.press("Enter")
    expect(desk.page.locator("#state-text")).to_have_text(f"0 of {TOTAL} labelled, all saved")
    assert desk.state_of(1) == (None, (), "on 7/11/2003")
