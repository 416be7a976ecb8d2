"""Groups for clients that know them by their names alone."""

from collections.abc import Sequence

from serai.core.customers import groups
from serai.core.customers.model import GroupId
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.text import fold


async def groups_named(tx: Tx, store: StoreId, names: Sequence[str]) -> tuple[GroupId, ...]:
    """Their ids in the order of the names, each once; those that are new are made. Raises Invalid (name)."""
    known = {fold(group.name): group.id for group in await groups.groups(tx, store)}
    found: list[GroupId] = []
    for name in names:
        key = fold(name)
        if key not in known:
            known[key] = (await groups.create_group(tx, store, name)).id
        found.append(known[key])
    return tuple(dict.fromkeys(found))
