"""Options and their values as they are asked for."""

from typing import Final

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import asdict

from serai.core.catalog.full import Option
from serai.kit.errors import Invalid
from serai.kit.money import MOST
from serai.kit.text import fold

KINDS: Final = (
    "radio",
    "checkbox",
    "text",
    "textarea",
    "number",
    "image",
    "date",
    "time",
    "datetime",
    "map",
    "file",
    "color_picker",
    "splitter",
)
MAKING: Final = "radio"
"""The kind whose values tell variants apart; to any other the buyer gives an answer."""
DISPLAYS: Final = ("text", "image", "color")
VISIBILITIES: Final = ("always", "on_condition")
LONGEST: Final = 255
MOST_VALUES: Final = 100
MOST_POSITION: Final = 10_000


class ValueDraft(Struct, frozen=True, kw_only=True):
    """`price_minor` is what the value adds; `sellable` pieces of the variant that it makes, where it alone makes one."""

    name: str
    price_minor: int = 0
    sellable: int | None = None
    display_value: str | None = None
    is_default: bool = False


class OptionDraft(Struct, frozen=True, kw_only=True):
    """An option as it shall be. It makes variants when its kind is MAKING."""

    name: str
    kind: str = MAKING
    display: str = "text"
    description: str = ""
    is_required: bool = True
    visibility: str = "always"
    position: int | None = None
    values: tuple[ValueDraft, ...] = ()

    @property
    def makes_variants(self) -> bool:
        return self.kind == MAKING


class OptionChange(Struct, frozen=True, kw_only=True):
    """What an edit says; UNSET leaves as it is. `values` replace all; those whose names stay keep their ids and variants."""

    name: str | UnsetType = UNSET
    display: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    is_required: bool | UnsetType = UNSET
    visibility: str | UnsetType = UNSET
    position: int | UnsetType = UNSET
    values: tuple[ValueDraft, ...] | UnsetType = UNSET


class ValueChange(Struct, frozen=True, kw_only=True):
    """The same of a value."""

    name: str | UnsetType = UNSET
    price_minor: int | UnsetType = UNSET
    display_value: str | None | UnsetType = UNSET
    is_default: bool | UnsetType = UNSET


def draft_of(option: Option) -> OptionDraft:
    """The option as it is."""
    values = tuple(
        ValueDraft(name=v.name, price_minor=v.price_minor, display_value=v.display_value, is_default=v.is_default)
        for v in option.values
    )
    return OptionDraft(
        name=option.name,
        kind=option.kind,
        display=option.display,
        description=option.description,
        is_required=option.is_required,
        visibility=option.visibility,
        position=option.position,
        values=values,
    )


def merged(option: Option, change: OptionChange) -> OptionDraft:
    """The option as the change wants it."""
    said = {name: value for name in change.__struct_fields__ if (value := getattr(change, name)) is not UNSET}
    now = draft_of(option)
    return OptionDraft(**{name: getattr(now, name) for name in now.__struct_fields__} | said)


def merged_value(value: ValueDraft, change: ValueChange) -> ValueDraft:
    """The value as the change wants it."""
    said = {name: given for name, given in asdict(change).items() if given is not UNSET}
    return ValueDraft(**asdict(value) | said)


def check(draft: OptionDraft) -> None:
    """Raises Invalid naming everything that is wrong with the option."""
    wrong: dict[str, list[str]] = {}
    _check_text(wrong, "name", draft.name)
    for field, known in (("kind", KINDS), ("display", DISPLAYS), ("visibility", VISIBILITIES)):
        if getattr(draft, field) not in known:
            wrong[field] = [f"Must be one of {', '.join(known)}."]
    if draft.position is not None and not 0 <= draft.position <= MOST_POSITION:
        wrong["position"] = [f"Must be a whole number from 0 to {MOST_POSITION}."]
    if len(draft.description) > LONGEST:
        wrong["description"] = [f"May have at most {LONGEST} characters."]
    if len(draft.values) > MOST_VALUES:
        wrong["values"] = [f"May have at most {MOST_VALUES}."]
    if draft.makes_variants and not draft.values:
        wrong["values"] = ["An option of this kind needs values."]
    seen: set[str] = set()
    for i, value in enumerate(draft.values):
        _check_value(wrong, f"values.{i}.", value)
        if value.name.strip() in seen:
            wrong[f"values.{i}.name"] = ["Is used twice in this option."]
        seen.add(value.name.strip())
    if wrong:
        raise Invalid(wrong)


def check_names(drafts: list[OptionDraft]) -> None:
    """Raises Invalid on `options.N.name` for one that comes twice."""
    seen: set[str] = set()
    for i, draft in enumerate(drafts):
        if fold(draft.name) in seen:
            raise Invalid.one(f"options.{i}.name", "Is used twice in this product.")
        seen.add(fold(draft.name))


def _check_value(wrong: dict[str, list[str]], path: str, value: ValueDraft) -> None:
    _check_text(wrong, f"{path}name", value.name)
    if not 0 <= value.price_minor <= MOST:
        wrong[f"{path}price"] = ["Must not be negative or too large."]
    if value.display_value is not None and len(value.display_value) > LONGEST:
        wrong[f"{path}display_value"] = [f"May have at most {LONGEST} characters."]


def _check_text(wrong: dict[str, list[str]], field: str, text: str) -> None:
    if not 1 <= len(text.strip()) <= LONGEST or not fold(text):
        wrong[field] = [f"Must have 1 to {LONGEST} characters."]
