"""The payslip: tagged, archival, repeatable, readable in any script, and inert to what people type."""

import multiprocessing
import os
import re
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
import slips

from openhro.core.documents import Brand, DocumentError, FontPolicy, digest
from openhro.payroll.documents import Fact, Line, Payment, Words, render, renderer
from openhro.payroll.documents.renderer import data_of

EMBEDDED = FontPolicy(packages=False)


def opened(document):
    return pikepdf.open(BytesIO(render(document, EMBEDDED)))


def text_of(document):
    """The text of a PDF in reading order, through the fonts' own ToUnicode maps."""
    with opened(document) as pdf:
        return [_page_text(page) for page in pdf.pages]


def _page_text(page):
    maps = {name: _to_unicode(font) for name, font in page.Resources.Font.items()}
    out, current = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            current = maps[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            parts = operands[0] if str(operator) == "TJ" else operands
            for part in parts:
                if isinstance(part, pikepdf.String):
                    raw = bytes(part)
                    out += [current.get(raw[at : at + 2], "") for at in range(0, len(raw), 2)]
        elif str(operator) == "ET":
            out.append("\n")
    return "".join(out)


def _to_unicode(font):
    stream = font.ToUnicode.read_bytes().decode("ascii")
    pairs = re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>", stream)
    return {bytes.fromhex(glyph): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}


def refusal(code, call, *args):
    with pytest.raises(DocumentError) as caught:
        call(*args)
    assert caught.value.code == code
    assert caught.value.message.endswith(".")
    return caught.value


def test_is_tagged_and_names_its_standards():
    with opened(slips.british()) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked) is True
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) == "en-GB"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True
        meta = pdf.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("3", "A", "1")
        assert meta["dc:title"] == "Payslip Ada Okonkwo-Sinclair 27 November 2026"
        assert "/AF" not in pdf.Root
        assert all("/FontDescriptor" in font.DescendantFonts[0] for font in pdf.pages[0].Resources.Font.values())


def roles(node, found):
    """The structure types of a tagged PDF, in reading order."""
    if isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            found.append(str(node.S))
        roles(node.get("/K"), found)
    elif isinstance(node, pikepdf.Array):
        for kid in node:
            roles(kid, found)
    return found


def test_headings_descend_and_tables_have_header_cells():
    with opened(slips.british()) as pdf:
        found = roles(pdf.Root.StructTreeRoot.K, [])
    assert [role for role in found if re.fullmatch(r"/H\d", role)] == ["/H1"] + ["/H2"] * 5
    assert found.count("/Table") == 5
    assert found.count("/TH") == 5 + 3 + 3 + 2 + 3


def test_the_same_slip_is_the_same_bytes():
    first = render(slips.british(), EMBEDDED)
    assert render(slips.american(), EMBEDDED) != first
    assert render(slips.british(), EMBEDDED) == first
    assert len(digest(first)) == 64


def _digest_in_child(queue):
    queue.put(digest(render(slips.british(), EMBEDDED)))


def test_another_process_gives_the_same_bytes():
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    child = context.Process(target=_digest_in_child, args=(queue,))
    child.start()
    assert queue.get(timeout=60) == digest(render(slips.british(), EMBEDDED))
    child.join(10)


def test_a_forked_child_is_refused_instead_of_hanging():
    render(slips.british(), EMBEDDED)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = "printed"
        try:
            render(slips.british(), EMBEDDED)
        except DocumentError as error:
            code = error.code
        os.write(writing, code.encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 20) == b"forked"
    os.close(reading)
    os.close(writing)


def test_an_ordinary_slip_is_one_page_with_everything_on_it():
    (page,) = text_of(slips.british())
    for shown in (
        "Payslip", "1–30", "Ada Okonkwo-Sinclair", "NW-00482", "QQ •• •• 56 C", "Northwind Foods Ltd", "961/NW12345",
        "S1257L", "£2,840.08", "4,026.83", "−856.74", "−330.01", "Overtime at time and a half", "6.00 h", "32.25",
        "27,866.64", "Year to date", "••-••-34 ••••5678", "£2,590.08", "Employer pension, 8 %", "hours of overtime",
        "25 November 2026", "9f2c41d07be85a33",
    ):  # fmt: skip
        assert shown in page, shown


@pytest.mark.parametrize(("country", "size"), [("GB", (595, 842)), ("DE", (595, 842)), ("US", (612, 792))])
def test_the_sheet_is_the_countrys(country, size):
    with opened(slips.british(country=country)) as pdf:
        box = [round(float(side)) for side in pdf.pages[0].MediaBox]
    assert tuple(box[2:]) == size


def many(count):
    lines = tuple(Line(f"Shift premium {at:03d}", 100, 100) for at in range(count))
    return slips.british(earnings=lines, taxes=(), deductions=(), payments=(), net_pay=100 * count)


def test_a_long_slip_flows_with_its_column_heads_and_page_numbers():
    pages = text_of(many(70))
    assert len(pages) >= 2
    assert all("Year to date" in page for page in pages[:2])
    assert "1 / 2" in pages[0]
    assert "2 / 2" in pages[1]
    assert "Shift premium 069" in pages[1]


def test_a_label_of_two_lines_keeps_both():
    label = "Reimbursement of travel expenses between the Edinburgh and the Aberdeen sites in October and November"
    lines = (Line(label, 100, 100), Line("Next", 100, 100))
    (page,) = text_of(slips.british(earnings=lines, taxes=(), deductions=(), payments=(), net_pay=200))
    assert all(word in page for word in label.split())


@pytest.mark.parametrize(
    "name", ["Ольга Петрова", "Χρήστος Παπαδόπουλος", "משה כהן", "محمد علي", "Đặng Thị Hương", "Łukasz Żółć"]
)
def test_a_name_in_another_script_is_printed(name):
    document = slips.british()
    assert len(render(replace(document, employee=replace(document.employee, name=name)), EMBEDDED)) > 10_000


def test_a_character_without_a_font_is_refused_by_name():
    document = slips.british()
    error = refusal(
        "missing_glyph", render, replace(document, employee=replace(document.employee, name="王伟")), EMBEDDED
    )
    assert "王" in error.message
    assert render(document, EMBEDDED)


@pytest.mark.parametrize(
    "typed",
    ['#panic("x")', "#import \"/etc/passwd\"", "*bold* _it_ $x^2$", "= Heading", "<label> @ref", "\\ \"]#[", "// gone", "#sys.inputs", "a\nb\tc"],
)  # fmt: skip
def test_markup_that_someone_typed_is_only_text(typed):
    document = slips.british()
    document = replace(
        document,
        employee=replace(document.employee, name=typed, address=(typed,), facts=(Fact(typed, typed),)),
        earnings=(replace(document.earnings[0], label=typed), *document.earnings[1:]),
        payments=(Payment(typed, document.net_pay),),
        messages=(typed,),
    )
    (page,) = text_of(document)
    squeezed = re.sub(r"\s", "", page)
    assert squeezed.count(re.sub(r"\s", "", typed)) >= 7


def test_right_to_left_paper_keeps_figures_and_latin_lines_in_order():
    document = slips.british(
        language="ar-EG",
        direction="rtl",
        currency="EGP",
        country="EG",
        words=Words(title="قسيمة الراتب", net_pay="صافي الراتب"),
    )
    with opened(document) as pdf:
        assert str(pdf.Root.Lang) == "ar-EG"
    (page,) = text_of(document)
    assert "−856.74" in page
    assert "12 Harbour Road" in page
    assert data_of(document)["sums"][1][1] == "\u2068−856.74\u2069"


def test_amounts_follow_the_language_and_the_currency():
    german = data_of(slips.british(language="de-DE", currency="EUR", country="DE"))
    assert (german["net"], german["net-plain"]) == ("2.840,08\u00a0€", "2.840,08")
    yen = data_of(slips.british(language="ja-JP", currency="JPY", country="JP"))
    assert yen["net-plain"] == "284,008"
    dinar = data_of(slips.british(language="en-BH", currency="BHD"))
    assert dinar["net-plain"] == "284.008"
    rupees = data_of(slips.british(language="en-IN", currency="INR"))["sections"][0]["total"]
    assert rupees[2] == "31,285.84"


def test_the_logo_is_printed_and_described():
    document = slips.british(brand=Brand("Northwind Foods", "#0f766e", slips.png()))
    with opened(document) as pdf:
        assert "/Figure" in roles(pdf.Root.StructTreeRoot.K, [])
    assert render(document, EMBEDDED) == render(document, EMBEDDED)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("net_differs", {"net_pay": 284_009}),
        ("payments_differ", {"payments": (Payment("x", 1),)}),
        ("not_minor_units", {"earnings": (Line("Basic", 10.5, 0),)}),
        ("not_minor_units", {"employer_costs": (Line("Cost", 1, True),)}),
        ("direction", {"direction": "up"}),
        ("language", {"language": "xx-YY"}),
        ("colour", {"brand": Brand("N", "teal")}),
        ("logo_kind", {"brand": Brand("N", logo=b"<svg/>")}),
        ("logo_kind", {"brand": Brand("N", logo=b"\x89PNG\r\n\x1a\n")}),
        ("logo_size", {"brand": Brand("N", logo=b"\x89PNG" * 200_000)}),
        ("name", {"employee": replace(slips.british().employee, name=" ")}),
    ],
)
def test_refuses_a_slip(code, changes):
    refusal(code, render, slips.british(**changes), EMBEDDED)


def test_the_renderer_is_made_once_and_names_what_decides_its_bytes():
    assert renderer(EMBEDDED) is renderer(FontPolicy(packages=False))
    assert re.fullmatch(r"[0-9a-f]{64}", renderer(EMBEDDED).identity)
