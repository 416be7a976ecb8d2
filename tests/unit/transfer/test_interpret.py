"""Lines to what they say about a product."""

import pytest
from msgspec import UNSET

from serai.core.catalog import CategoryRef, Image, Status
from serai.core.transfer import parse
from serai.core.transfer.faults import Fault
from serai.kit.errors import Invalid
from tests.unit.transfer.sheets import drafts, file, only

HEADER = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Image Src,Image Position"


def test_a_product_without_options_is_its_only_variant() -> None:
    draft = only(file(HEADER, "pot,Pot,Title,Default Title,P1,3,9.99,,"))

    (variant,) = draft.variants
    assert (draft.name, draft.option_names, draft.images, draft.track_inventory) == ("Pot", (), (), True)
    assert (variant.options, variant.sku, variant.quantity, variant.price_minor) == ((), "P1", 3, 999)


def test_named_variants_and_images_share_lines() -> None:
    draft = only(
        file(
            HEADER,
            "pot,Pot,Size,S,P1,1,9.99,https://x.example/1.jpg,1",
            "pot,,,L,P2,,12,https://x.example/3.jpg,3",
            "pot,,,,,,,https://x.example/2.jpg,2",
        )
    )

    assert draft.option_names == ("Size",)
    assert [(v.line, v.options, v.quantity, v.price_minor) for v in draft.variants] == [
        (2, ("S",), 1, 999),
        (3, ("L",), UNSET, 1200),
    ]
    assert draft.images == tuple(Image(f"https://x.example/{n}.jpg") for n in (1, 2, 3))


def test_an_image_on_every_variants_line_is_one_image() -> None:
    url = "https://x.example/1.jpg"
    draft = only(file(HEADER, f"pot,Pot,Size,S,,1,1,{url},1", f"pot,,,L,,1,1,{url},1", f"pot,,,M,,1,1,{url},2"))

    assert draft.images == (Image(url), Image(url))


def test_a_single_option_value_is_a_named_variant() -> None:
    assert only(file(HEADER, "pot,Pot,Size,One,,1,1,,")).variants[0].options == ("One",)


def test_columns_without_a_word_in_the_core_are_kept() -> None:
    header = "Handle,Title,Variant Price,Variant Grams,Gift Card,Cost per item,Made in (product.metafields.x.y),Vendor"
    draft = only(file(header, "pot,Pot,1,250,false,,Fès,"))

    assert draft.extra == {"Gift Card": "false", "Made in (product.metafields.x.y)": "Fès"}
    assert draft.variants[0].extra == {"Variant Grams": "250"}
    assert draft.vendor is None


def test_a_later_lines_own_words_stay_with_its_variant() -> None:
    draft = only(file(f"{HEADER},Material", "pot,Pot,Size,S,,1,1,,,clay", "pot,,,L,,1,1,,,iron", "pot,,,M,,1,1,,,clay"))

    assert draft.extra == {"Material": "clay"}
    assert [variant.extra for variant in draft.variants] == [{}, {"Material": "iron"}, {}]


def test_the_type_is_the_category() -> None:
    assert only(file("Handle,Title,Type,Variant Price", "pot,Pot,Pots,1")).categories() == (CategoryRef(name="Pots"),)


@pytest.mark.parametrize(
    ("published", "status", "expected"),
    [
        ("true", "", Status.ACTIVE),
        ("FALSE", "", Status.DRAFT),
        ("", "active", Status.ACTIVE),
        ("true", "draft", Status.DRAFT),
        ("true", "Archived", Status.DRAFT),
        ("false", "active", Status.DRAFT),
        ("", "", UNSET),
    ],
)
def test_the_status_by_both_columns(published: str, status: str, expected: object) -> None:
    draft = only(file("Handle,Title,Variant Price,Published,Status", f"pot,Pot,1,{published},{status}"))

    assert draft.status == expected


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("9.99", "MAD", 999),
        ("50", "MAD", 5000),
        ("0.00", "MAD", 0),
        ("50.00", "JPY", 50),
        ("1.234", "KWD", 1234),
        (".5", "MAD", 50),
    ],
)
def test_prices_are_exact(text: str, currency: str, minor: int) -> None:
    assert only(file("Handle,Title,Variant Price", f"pot,Pot,{text}"), currency).variants[0].price_minor == minor


@pytest.mark.parametrize(("text", "minor"), [("9,99", 999), ("1.299,50", 129950), ("1 299,5", 129950), ("9.99", 999)])
def test_beside_semicolons_the_decimal_comma_counts(text: str, minor: int) -> None:
    assert only(file("Handle;Title;Variant Price", f"pot;Pot;{text}")).variants[0].price_minor == minor


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("Variant Price", "cheap", "Is not a number."),
        ("Variant Price", "NaN", "Is not a number."),
        ("Variant Price", "1e5", "Is not a number."),
        ("Variant Price", "٣", "Is not a number."),
        ("Variant Price", "9.999", "May have at most 2 decimals in MAD."),
        ("Variant Price", "-1", "Must not be negative."),
        ("Variant Price", "99999999999999", "Is too large."),
        ("Variant Compare At Price", "x", "Is not a number."),
        ("Variant Inventory Qty", "1.5", "Is not a whole number."),
        ("Variant Inventory Qty", "many", "Is not a whole number."),
        ("Image Src", "not a url", "Is not an absolute http or https URL."),
        ("Image Src", "javascript:alert(1)", "Is not an absolute http or https URL."),
        ("Variant Image", "ftp://x/y", "Is not an absolute http or https URL."),
        ("Published", "maybe", "Must be true or false."),
        ("Status", "gone", "Must be active, draft or archived."),
        ("Title", "x" * 256, "May have at most 255 characters."),
        ("Type", "x" * 101, "May have at most 100 characters."),
        ("Body (HTML)", "x" * 100_001, "May have at most 100000 characters."),
    ],
)
def test_a_cell_that_is_wrong_is_named(column: str, value: str, message: str) -> None:
    row = {"Handle": "pot", "Title": "Pot", "Variant Price": "1"} | {column: value}
    if column == "Image Src":
        row["Image Position"] = "1"

    said, (fault,) = drafts(file(",".join(row), ",".join(row.values()), ""))

    assert said == []
    shown = value if len(value) <= 200 else value[:200] + "…"
    assert fault == Fault(2, column, message, shown)


def test_other_products_go_on_beside_a_wrong_one() -> None:
    said, faults = drafts(file(HEADER, "a,A,,,,1,1,,", "b,B,,,,x,y,,", 'c,"C,,,,1,1,,', "d,D,,,,1,1,,", ",E,,,,1,1,,"))

    assert [draft.handle for draft in said] == ["a", "d"]
    assert [(fault.line, fault.column) for fault in faults] == [
        (3, "Variant Price"),
        (3, "Variant Inventory Qty"),
        (4, ""),
        (6, "Handle"),
    ]


def test_a_broken_line_leaves_its_own_product_out() -> None:
    said, (fault,) = drafts(file(HEADER, "a,A,Size,S,,1,1,,", 'a,,,"L,,1,1,,', "b,B,,,,1,1,,"))

    assert [draft.handle for draft in said] == ["b"]
    assert fault.line == 3


def test_too_many_cells_and_too_few() -> None:
    said, (fault,) = drafts(file("Handle,Title,Variant Price,Tags", "a,A,1,x,surplus", "b,B,1", "c,C,1,x,,"))

    assert [draft.handle for draft in said] == ["b", "c"]
    assert (fault.line, fault.value) == (2, "surplus")


def test_variants_need_options_that_differ() -> None:
    _, faults = drafts(file(HEADER, "a,A,Size,S,,1,1,,", "a,,,S,,1,1,,", "a,,,,X,1,1,,"))

    assert [(fault.line, fault.column, fault.message) for fault in faults] == [
        (3, "Option1 Value", "Has the same options as line 2."),
        (4, "Option1 Value", "This field is required: the product has several variants."),
    ]


def test_a_negative_quantity_is_none_with_a_warning() -> None:
    (draft,), (fault,) = drafts(file(HEADER, "a,A,,,,-4,1,,"))

    assert draft.variants[0].quantity == 0
    assert (fault.line, fault.column, fault.value, fault.is_warning) == (2, "Variant Inventory Qty", "-4", True)


def test_a_price_before_that_is_lower_is_kept_aside() -> None:
    header = "Handle,Title,Variant Price,Variant Compare At Price"
    (lower, zero), (fault,) = drafts(file(header, "a,A,10,9.50", "b,B,10,0.00"))

    assert (lower.variants[0].compare_at_minor, lower.variants[0].extra) == (None, {"Variant Compare At Price": "9.50"})
    assert (zero.variants[0].compare_at_minor, zero.variants[0].extra) == (None, {"Variant Compare At Price": "0.00"})
    assert (fault.line, fault.is_warning) == (2, True)


def test_lines_that_come_back_later_add_to_their_product() -> None:
    (first, other, later), (fault,) = drafts(
        file(HEADER, "a,A,Size,S,,1,1,,", "b,B,,,,1,1,,", "a,,,L,,1,1,https://x.example/1.jpg,2")
    )

    assert (first.adds, first.whole, other.adds) == (True, True, False)
    assert (later.adds, later.whole, later.name, later.variants[0].options) == (True, False, UNSET, ("L",))
    assert (fault.line, fault.column, fault.is_warning) == (4, "Handle", True)


def test_lines_without_a_title_say_a_part() -> None:
    draft = only(file("Handle,Variant SKU,Variant Price,Tags", "a,X,12,"))

    assert (draft.whole, draft.tags, draft.name, draft.status) == (False, UNSET, UNSET, UNSET)
    assert (draft.variants[0].price_minor, draft.variants[0].sku) == (1200, "X")


def test_a_file_that_is_not_utf_8_is_said_to_be_none() -> None:
    (draft,), (fault,) = drafts(file("Handle,Title,Variant Price", "pot,Théière,1", codec="cp1252"))

    assert draft.name == "Théière"
    assert (fault.line, fault.is_warning) == (1, True)


def test_a_file_may_be_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse, "MOST_RECORDS", 2)

    with pytest.raises(Invalid) as refused:
        drafts(file("Handle,Title", "a,A", "b,B", "c,C"))

    assert refused.value.fields == {"file": ["Has more than 2 lines; cut it into several files."]}


def test_the_newer_templates_columns_are_the_same() -> None:
    header = (
        "Title,URL handle,Description,SKU,Price,Compare-at price,Inventory quantity,Product image URL,Published on online store"
    )
    draft = only(file(header, "Pot,pot,<p>x</p>,S1,10,12,4,https://x.example/1.jpg,TRUE"))

    (variant,) = draft.variants
    assert (draft.handle, draft.description, draft.status) == ("pot", "<p>x</p>", Status.ACTIVE)
    assert (variant.sku, variant.price_minor, variant.compare_at_minor, variant.quantity) == ("S1", 1000, 1200, 4)


def test_one_handle_on_more_lines_than_any_product_has() -> None:
    said, (fault,) = drafts(file(HEADER, "a,A,Size,S0,,1,1,,", *(f"a,,,S{n},,1,1,," for n in range(1, 3_000)), "b,B,,,,1,1,,"))

    assert [draft.handle for draft in said] == ["b"]
    assert (fault.line, fault.column) == (1_002, "Handle")


@pytest.mark.parametrize("handle", ["a/b", "a?b", "a#b"])
def test_a_handle_must_fit_in_a_path(handle: str) -> None:
    _, (fault,) = drafts(file(HEADER, f"{handle},A,,,,1,1,,"))

    assert (fault.line, fault.column, fault.value) == (2, "Handle", handle)
