"""Attributes of a thing: the same five operations below every resource that has some."""

import inspect
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias

from serai.core import catalog
from serai.dialects.scayle_admin import auth
from serai.dialects.scayle_admin.cursors import Collection, ListQuery, whole
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.shapes.attributes import AttributeIn, AttributeOut, attribute_out
from serai.kit.errors import NotFound
from serai.wire.call import Call

TAG: Final = "Attributes"
"""Clients call them by this name, whatever they belong to."""

Find: TypeAlias = Callable[..., Awaitable[catalog.Owner]]
"""(call, path parameters by name) → the thing. Raises NotFound."""


def add(noun: Noun, path: str, *, of: str, find: Find) -> None:
    """The operations below `path`. `of` goes into their names: `product` → `updateOrCreateProductAttribute`."""
    names = [part.strip("{}").split(":")[0] for part in path.split("/") if part.startswith("{")]
    _of_all(noun, f"{path}/attributes", of, names, find)
    _of_one(noun, f"{path}/attributes/{{attribute_group_name:attribute_group}}", of, names, find)


def _of_all(noun: Noun, at: str, of: str, names: list[str], find: Find) -> None:
    async def put(call: Call, body: AttributeIn, **where: Any) -> AttributeOut:
        """Give it an attribute, in place of the one of that group."""
        owner = await find(call, **where)
        put = await catalog.put_attributes(call.tx, auth.store(call), owner, [body.to_core()])
        return attribute_out(next(each for each in put if each.name == body.name))

    async def list_(call: Call, query: ListQuery, **where: Any) -> Collection[AttributeOut]:  # noqa: ARG001 - as every list
        """Its attributes."""
        found = await catalog.attributes_of(call.db, auth.store(call), await find(call, **where))
        return whole([attribute_out(each) for each in found])

    noun.post(at, tag=TAG)(_as(put, f"update_or_create_{of}_attribute", ["body", *names]))
    noun.get(at, tag=TAG)(_as(list_, f"get_{of}_attributes", ["query", *names]))


def _of_one(noun: Noun, at: str, of: str, names: list[str], find: Find) -> None:
    async def get(call: Call, attribute_group_name: str, **where: Any) -> AttributeOut:
        """One attribute, by its group."""
        return attribute_out(await _one(call, await find(call, **where), attribute_group_name))

    async def delete(call: Call, attribute_group_name: str, **where: Any) -> None:
        """Take an attribute away."""
        await catalog.remove_attribute(call.tx, auth.store(call), await find(call, **where), attribute_group_name)

    async def unlock(call: Call, attribute_group_name: str, **where: Any) -> None:
        """Let programs change an attribute. Nothing here locks one, so it is only looked for."""
        await _one(call, await find(call, **where), attribute_group_name)

    names = [*names, "attribute_group_name"]
    noun.delete(at, tag=TAG)(_as(delete, f"delete_{of}_attribute", names))
    noun.get(at, tag=TAG)(_as(get, f"get_{of}_attribute", names))
    noun.post(f"{at}/unlock", tag=TAG, status=204)(_as(unlock, f"unlock_{of}_attribute", names))


async def _one(call: Call, owner: catalog.Owner, name: str) -> catalog.Attribute:
    for attribute in await catalog.attributes_of(call.db, auth.store(call), owner):
        if attribute.name == name:
            return attribute
    raise NotFound("attribute")


def _as(handler: Callable[..., Awaitable[Any]], name: str, names: list[str]) -> Callable[..., Awaitable[Any]]:
    """The handler under a name of its own, saying which parameters its path has."""
    handler.__name__ = name
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    handler.__signature__ = inspect.Signature([inspect.Parameter(each, kind) for each in ("call", *names)])  # type: ignore[attr-defined]
    return handler
