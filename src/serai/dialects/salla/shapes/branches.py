"""Branches: warehouses with an address that people can come to (§6.8)."""

from typing import Annotated, Any, Final

from msgspec import UNSET, Meta, Struct, UnsetType

from serai.core.inventory import Kind, NewWarehouse, Status, Warehouse, WarehouseChange
from serai.dialects.salla.money import Amount, Money, money_out, to_minor
from serai.dialects.salla.shapes.countries import CountryOut, country_out
from serai.dialects.salla.shapes.customers import Place, country_of
from serai.dialects.salla.view import View
from serai.kit.errors import Invalid

_DAYS: Final = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_TEXTS: Final = ("street", "address_description", "additional_number", "building_number", "local", "postal_code")
Text = Annotated[str, Meta(max_length=255)]


class LocationOut(Struct, frozen=True):
    lat: str | None
    lng: str | None


class HoursOut(Struct, frozen=True):
    """`times` are {from, to} as `HH:MM`."""

    name: str
    times: tuple[dict[str, str], ...]


class CityOut(Struct, frozen=True):
    """Cities are texts here: `id` is 0."""

    id: int
    name: str
    name_en: str
    country_id: int | None


class BranchOut(Struct, frozen=True, kw_only=True):
    id: int
    name: str
    status: str
    location: LocationOut
    street: str | None
    address_description: str | None
    additional_number: str | None
    building_number: str | None
    local: str | None
    postal_code: str | None
    contacts: dict[str, str]
    preparation_time: str | None
    is_open: bool
    closest_time: str | None
    working_hours: tuple[HoursOut, ...]
    is_cod_available: bool
    is_default: bool
    type: str
    cod_cost: Money
    branch_code: str
    country: CountryOut | None
    city: CityOut | None


class DayIn(Struct, frozen=True, rename={"since": "from", "until": "to"}):
    """Opening hours of a day; `from` and `to` are lists of the same length."""

    enabled: str | bool = "on"
    since: list[Text] = []
    until: list[Text] = []


class BranchChangeIn(Struct, frozen=True, kw_only=True):
    """`location` is "lat,lng"; `city` is a text, `city_id` one that another platform gave and is kept."""

    name: Text | UnsetType = UNSET
    type: str | UnsetType = UNSET
    status: str | UnsetType = UNSET
    is_default: bool | UnsetType = UNSET
    branch_code: Text | UnsetType = UNSET
    country_id: Place | UnsetType = UNSET
    city_id: Place | UnsetType = UNSET
    city: Text | UnsetType = UNSET
    location: Text | UnsetType = UNSET
    street: Text | UnsetType = UNSET
    address_description: Text | UnsetType = UNSET
    additional_number: Text | UnsetType = UNSET
    building_number: Text | UnsetType = UNSET
    local: Text | UnsetType = UNSET
    postal_code: Text | UnsetType = UNSET
    contacts: dict[str, Text] | UnsetType = UNSET
    preparation_time: Text | UnsetType = UNSET
    is_cod_available: bool | UnsetType = UNSET
    cod_cost: Amount | UnsetType = UNSET
    working_hours: dict[str, DayIn] | UnsetType = UNSET

    def to_change(self, before: Warehouse, currency: str) -> WarehouseChange:
        """The address as it will be: what was said over what was there."""
        return WarehouseChange(
            name=self.name,
            kind=_kind(self.type),
            status=_status(self.status),
            is_default=True if self.is_default is True else UNSET,
            reference_key=self.branch_code,
            address={**before.address, **self.address(currency)},
        )

    def address(self, currency: str) -> dict[str, object]:
        """What was said of the address, in the words it is kept in. Raises Invalid."""
        said: dict[str, object] = {name: value for name in _TEXTS if (value := getattr(self, name)) is not UNSET}
        for name in ("city", "contacts", "preparation_time", "is_cod_available"):
            if (value := getattr(self, name)) is not UNSET:
                said[name] = value
        if not isinstance(self.cod_cost, UnsetType):
            said["cod_cost_minor"] = to_minor(self.cod_cost, currency, field="cod_cost")
        if not isinstance(self.city_id, UnsetType):
            said["city_id"] = self.city_id
        if not isinstance(self.country_id, UnsetType):
            said["country"] = country_of(self.country_id, field="country_id")
        if not isinstance(self.location, UnsetType):
            said["latitude"], said["longitude"] = _place(self.location)
        if not isinstance(self.working_hours, UnsetType):
            said["working_hours"] = _hours(self.working_hours)
        return said


class BranchIn(BranchChangeIn, frozen=True, kw_only=True):
    name: Text

    def to_new(self, currency: str) -> NewWarehouse:
        kind, status = _kind(self.type), _status(self.status)
        return NewWarehouse(
            name=self.name,
            kind=Kind.BRANCH if isinstance(kind, UnsetType) else kind,
            status=Status.ACTIVE if isinstance(status, UnsetType) else status,
            is_default=self.is_default is True,
            reference_key=None if isinstance(self.branch_code, UnsetType) else self.branch_code,
            address=self.address(currency),
        )


def branch_out(branch: Warehouse, view: View) -> BranchOut:
    kept: dict[str, Any] = dict(branch.address)  # what any dialect wrote
    country = country_out(str(kept["country"])) if kept.get("country") else None
    city = _text(kept, "city")
    hours = kept.get("working_hours")
    return BranchOut(
        id=branch.id,
        name=branch.name,
        status=branch.status,
        location=LocationOut(_text(kept, "latitude"), _text(kept, "longitude")),
        street=_text(kept, "street"),
        address_description=_text(kept, "address_description"),
        additional_number=_text(kept, "additional_number"),
        building_number=_text(kept, "building_number"),
        local=_text(kept, "local"),
        postal_code=_text(kept, "postal_code"),
        contacts=contacts if isinstance(contacts := kept.get("contacts"), dict) else {},
        preparation_time=_text(kept, "preparation_time"),
        is_open=branch.status is Status.ACTIVE,
        closest_time=None,
        working_hours=_hours_out(hours if isinstance(hours, dict) else {}),
        is_cod_available=kept.get("is_cod_available") is True,
        is_default=branch.is_default,
        type=branch.kind,
        cod_cost=money_out(cost if isinstance(cost := kept.get("cod_cost_minor"), int) else 0, view.currency),
        branch_code=branch.key,
        country=country,
        city=None if city is None else CityOut(0, city, city, country.id if country else None),
    )


def _text(kept: dict[str, Any], name: str) -> str | None:
    value = kept.get(name)
    return None if value is None else str(value)


def _hours_out(kept: dict[str, Any]) -> tuple[HoursOut, ...]:
    return tuple(HoursOut(day, tuple(kept[day])) for day in _DAYS if kept.get(day))


def _hours(said: dict[str, DayIn]) -> dict[str, list[dict[str, str]]]:
    kept: dict[str, list[dict[str, str]]] = {}
    for day, hours in said.items():
        if day not in _DAYS or len(hours.since) != len(hours.until):
            raise Invalid.one(f"working_hours.{day[:20]}", f"Must be one of {', '.join(_DAYS)} with as many `from` as `to`.")
        is_open = hours.enabled in (True, "on", "true", "1")
        kept[day] = [{"from": a, "to": b} for a, b in zip(hours.since, hours.until, strict=True)] if is_open else []
    return kept


def _place(text: str) -> tuple[str, str]:
    parts = [part.strip() for part in text.split(",")]
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError:
        raise Invalid.one("location", "Is not a latitude and a longitude with a comma between them.") from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise Invalid.one("location", "Is not on the earth.")
    return parts[0], parts[1]


def _kind(text: str | UnsetType) -> Kind | UnsetType:
    if isinstance(text, UnsetType):
        return UNSET
    if text not in tuple(Kind):
        raise Invalid.one("type", f"Can be {', '.join(Kind)}.")
    return Kind(text)


def _status(text: str | UnsetType) -> Status | UnsetType:
    if isinstance(text, UnsetType):
        return UNSET
    if text not in tuple(Status):
        raise Invalid.one("status", f"Can be {', '.join(Status)}.")
    return Status(text)
