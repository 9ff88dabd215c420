import re
from datetime import date
from xml.etree import ElementTree

import pytest
from django.utils import translation

from openhro.ui import charts
from openhro.ui.charts.columns import stack
from openhro.ui.charts.gantt import marks
from openhro.ui.charts.lines import pieces
from openhro.ui.charts.waterfall import floor_for, walk

POUNDS = charts.Caption("Cost rose", "By month.", charts.Money("GBP"))
PEOPLE = charts.Caption("Two more people", "Headcount walk.", charts.Count("people"))
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def british():
    with translation.override("en-gb"):
        yield


def parsed(text):
    return ElementTree.fromstring(str(text).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def rects(picture):
    return [
        {key: node.get(key) for key in ("class", "x", "y", "width", "height")}
        for node in parsed(picture.svg).iter(f"{SVG}rect")
    ]


def drawn():
    months = ["Sep", "Oct", "Nov"]
    two = [charts.Series("Halden", [1, None, 3]), charts.Series("Orchard", [2, 2, 2])]
    return {
        "lines": charts.lines(POUNDS, months, two, target=2),
        "columns": charts.columns(POUNDS, months, [charts.Series("Gross", [100, 200, 300])]),
        "bars": charts.bars(POUNDS, [charts.Bar("A", 10), charts.Bar("B", -5)], target=8),
        "shares": charts.shares(POUNDS, [charts.Bar("A", 75), charts.Bar("B", 25, "2")]),
        "waterfall": charts.waterfall(PEOPLE, HEADCOUNT),
        "gantt": charts.gantt(PEOPLE, [charts.Span("Run", date(2026, 11, 2), date(2026, 11, 6))], date(2026, 11, 4)),
    }


HEADCOUNT = [
    charts.Step("October", 82, "total"),
    charts.Step("Starters", 3),
    charts.Step("Leavers", -1),
    charts.Step("November", 84, "total"),
]


def test_every_picture_has_title_description_and_no_inline_style():
    for name, chart in drawn().items():
        assert [picture.fits for picture in chart.pictures] == ["narrow", "mid", "wide"], name
        for picture in chart.pictures:
            root = parsed(picture.svg)
            title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
            assert title.text == chart.caption.title
            assert desc.text == chart.caption.desc
            assert root.get("role") == "img"
            assert root.get("aria-labelledby").split() == [title.get("id"), desc.get("id")]
            assert not re.search(r"\sstyle=|<script|\son\w+=", str(picture.svg))


def test_every_chart_has_a_table_twin_as_wide_as_its_head():
    for name, chart in drawn().items():
        assert chart.twin.rows, name
        assert {len(row) for row in chart.twin.rows} == {len(chart.twin.head)}, name


def test_the_same_data_give_the_same_bytes():
    once, again = drawn(), drawn()
    assert [str(c.pictures) for c in once.values()] == [str(c.pictures) for c in again.values()]


def test_what_people_type_is_escaped():
    evil = charts.Caption('<script>"', "&", charts.Money("GBP"))
    chart = charts.bars(evil, [charts.Bar("<b>", 1)])
    assert "<script>" not in str(chart.pictures[0].svg)
    assert "&lt;b&gt;" in str(chart.pictures[0].svg)


def test_columns_stand_exactly_on_their_values():
    chart = drawn()["columns"]
    wide = rects(chart.pictures[2])
    # The plot is 16 to 222 high, the axis ends at 300: 100 is a third of 206.
    assert [(r["y"], r["height"]) for r in wide] == [("153.33", "68.67"), ("84.67", "137.33"), ("16", "206")]


def test_stacks_grow_up_and_down_apart():
    series = [charts.Series("a", [5]), charts.Series("b", [-2]), charts.Series("c", [3]), charts.Series("d", [-1])]
    assert stack(series, 0) == [(0, 5), (0, -2), (5, 8), (-2, -3)]


def test_stacked_columns_show_their_total_in_the_twin():
    two = [charts.Series("Gross", [10000, 20000]), charts.Series("Pension", [500, None])]
    twin = charts.columns(POUNDS, ["Oct", "Nov"], two).twin
    assert twin.head == ["Period", "Gross", "Pension", "Total"]
    assert twin.rows == [["Oct", "£100.00", "£5.00", "£105.00"], ["Nov", "£200.00", "", "£200.00"]]


def test_a_gap_breaks_a_line_and_is_not_nought():
    assert pieces([1, None, 3, 4]) == [[0], [2, 3]]
    assert pieces([None]) == []
    assert drawn()["lines"].twin.rows[1] == ["Oct", "", "£0.02"]


def test_walk_keeps_levels():
    assert [(block.start, block.end) for block in walk(HEADCOUNT)] == [(0, 82), (82, 85), (85, 84), (0, 84)]


def test_a_walk_that_does_not_tie_is_refused():
    with pytest.raises(ValueError, match="November is 85, but the steps before it add up to 84"):
        charts.waterfall(PEOPLE, [*HEADCOUNT[:3], charts.Step("November", 85, "total")])


def test_a_cut_axis_is_said():
    chart = charts.waterfall(PEOPLE, HEADCOUNT)
    assert floor_for(walk(HEADCOUNT)) == 78
    assert chart.note == "The axis starts at 78."
    assert chart.twin.rows == [["October", "82"], ["Starters", "+3"], ["Leavers", "−1"], ["November", "84"]]


def test_a_walk_from_nothing_starts_at_nought():
    steps = [charts.Step("Gross", 100), charts.Step("Tax", -20), charts.Step("Net", 80, "total")]
    assert charts.waterfall(PEOPLE, steps).note == ""


def test_bars_below_nought_grow_the_other_way():
    up, down = rects(drawn()["bars"].pictures[2])
    assert float(down["x"]) + float(down["width"]) == pytest.approx(float(up["x"]), abs=0.01)


def test_shares_divide_the_whole_width():
    big, small = rects(drawn()["shares"].pictures[2])
    assert (big["x"], big["width"]) == ("0", "538")
    assert (small["x"], small["width"]) == ("540", "178")
    assert drawn()["shares"].twin.rows[-1] == ["Total", "£1.00"]


def test_a_negative_share_is_refused():
    with pytest.raises(ValueError, match="below nought"):
        charts.shares(POUNDS, [charts.Bar("A", -1)])


def test_gantt_marks_are_mondays_and_few():
    found = marks(date(2026, 11, 4), date(2027, 3, 1), 8)
    assert all(day.weekday() == 0 for day in found)
    assert len(found) <= 8
    assert found[0] == date(2026, 11, 9)


def test_sparkline_lists_its_values_and_flags_a_miss():
    said = charts.Caption("Attainment", "Last months:", charts.Percent())
    missed = charts.sparkline([9980, 9940], said, target=9950)
    assert "Last months: 99.80%, 99.40%" in missed
    assert "f-bad" in missed
    assert "f-bad" not in charts.sparkline([9940, 9980], said, target=9950)
    assert charts.sparkline([5], said).startswith("<svg")


def test_empty_data_draw_an_empty_chart():
    assert charts.columns(POUNDS, [], [charts.Series("a", [])]).twin.rows == []
    assert charts.bars(POUNDS, []).twin.rows == []
    assert charts.lines(POUNDS, [], [charts.Series("a", [])]).twin.rows == []
    assert charts.shares(POUNDS, [charts.Bar("A", 0)]).twin.rows[-1] == ["Total", "£0.00"]


def test_a_long_amount_stays_within_the_picture():
    chart = charts.bars(POUNDS, [charts.Bar("In-house", 1_234_567_890)])
    for picture, width in zip(chart.pictures, (340, 520, 720), strict=True):
        [at] = re.findall(r'class="ch-label" x="([\d.]+)"', str(picture.svg))
        assert float(at) + 7 * len("£12,345,678.90") <= width


def test_a_gantt_draws_what_waits_for_what_where_there_is_room():
    first, second = (
        charts.Span(name, date(2026, 2, day), date(2026, 2, day + 3)) for name, day in (("Map", 2), ("Load", 6))
    )
    chart = charts.gantt(charts.Caption("Plan", "Tasks.", charts.Count("days")), [first, second], links=[(0, 1)])
    assert [picture.svg.count("ch-link") for picture in chart.pictures] == [0, 1, 1]
    assert charts.gantt(chart.caption, [first, second]).pictures[2].svg.count("ch-link") == 0


def test_level_bars_keep_a_stub_at_nought_and_list_their_values():
    bars = [charts.Bar("Map", 0, "bad"), charts.Bar("Calendar", 4, "good")]
    drawn = charts.levels(bars, charts.Caption("Payroll: 50 %", "Levels:", charts.Count("levels")), 4, 2)
    assert "Map: 0, Calendar: 4" in drawn and drawn.count("<rect") == 2 and "ch-target" in drawn
    assert 'height="2"' in drawn and 'height="32"' in drawn
