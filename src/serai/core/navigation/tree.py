"""The categories that a shop country shows, as one tree: the shop's own, or the catalogue's while the shop has none."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct, json

from serai.core.navigation import rules
from serai.core.navigation.model import Json
from serai.core.stores import StoreId
from serai.kit.db import Db

# Another shop's tree where this one shows that.
TREE: Final = "coalesce((select t.category_tree_id from shops t where t.store_id = $1 and t.id = $2), $2)"

NODES: Final = f"""
select case
         when exists (select 1 from shop_categories o where o.store_id = $1 and o.shop_id = {TREE})
         then (
           select json_agg(json_build_object(
                    'id', c.id, 'parent_id', c.parent_id, 'names', c.names, 'slugs', c.slugs,
                    'is_active', coalesce(k.is_active, true), 'is_visible', coalesce(k.is_visible, true),
                    'is_excluded_from_search', coalesce(k.is_excluded_from_search, c.is_excluded_from_search, false),
                    'supported_filters', c.supported_filters, 'properties', coalesce(k.properties, '{{}}'),
                    'custom_data', c.custom_data, 'country_custom_data', k.custom_data,
                    'smart_sorting_key', k.smart_sorting_key, 'custom_sorting_key', k.custom_sorting_key
                  ) order by c.position, c.id)
             from shop_categories c
             left join shop_category_countries k
               on k.store_id = c.store_id and k.category_id = c.id and k.shop_country_id = $3
            where c.store_id = $1 and c.shop_id = {TREE})
         else (
           select json_agg(json_build_object(
                    'id', c.id, 'parent_id', c.parent_id, 'name', c.name, 'names', c.names, 'slug', c.slug,
                    'is_visible', c.status = 'active', 'custom_data', c.custom_data
                  ) order by c.position, c.id)
             from categories c
            where c.store_id = $1)
       end as nodes,
       (select json_agg(p.key) from shop_category_property_keys p where p.store_id = $1 and p.is_inheritable) as inherited
"""


class Node(Struct, frozen=True, kw_only=True):
    """One category. `name` and `slug` are the base ones where locales have none; `custom_data` is the shop's."""

    id: int
    parent_id: int | None
    name: str = ""
    names: dict[str, str]
    slug: str = ""
    slugs: dict[str, str] = {}
    is_active: bool = True
    is_visible: bool
    is_excluded_from_search: bool = False
    supported_filters: tuple[str, ...] = ()
    properties: dict[str, str] = {}
    custom_data: Json | None
    country_custom_data: Json | None = None
    smart_sorting_key: str | None = None
    custom_sorting_key: str | None = None


class Tree:
    """Active categories below active ones, in their order. What it says in words is in its locale."""

    def __init__(self, nodes: Sequence[Node], *, locale: str, inherited: Sequence[str] = ()) -> None:
        self.locale = locale
        self._inherited = frozenset(inherited)
        self._below: dict[int | None, list[Node]] = defaultdict(list)
        for node in nodes:
            self._below[node.parent_id].append(node)
        self._nodes: dict[int, Node] = {}
        self._gather(None)

    def _gather(self, parent: int | None) -> None:
        waiting = list(self._below[parent])
        while waiting:
            node = waiting.pop()
            if node.is_active:
                self._nodes[node.id] = node
                waiting += self._below[node.id]

    def get(self, category: int) -> Node | None:
        return self._nodes.get(category)

    def children(self, category: int | None, *, hidden: bool = False) -> list[Node]:
        """Those directly below (None: the roots), without hidden ones unless they are asked for."""
        return [node for node in self._below[category] if node.is_active and (hidden or node.is_visible)]

    def rootline(self, node: Node) -> list[Node]:
        """From the root to the category itself."""
        line = [node]
        while line[-1].parent_id is not None and line[-1].parent_id in self._nodes:
            line.append(self._nodes[line[-1].parent_id])
        return line[::-1]

    def name(self, node: Node) -> str:
        return rules.in_locale(node.names, self.locale) if node.slugs else node.names.get(self.locale) or node.name

    def slug(self, node: Node) -> str:
        return rules.in_locale(node.slugs, self.locale) or node.slug

    def path(self, node: Node) -> str:
        """`/women/shirts`."""
        return "".join(f"/{self.slug(each)}" for each in self.rootline(node))

    def properties(self, node: Node) -> dict[str, str]:
        """Its own, and what it inherits from the nearest category above that has it."""
        found: dict[str, str] = {}
        for each in self.rootline(node)[:-1]:
            found |= {key: value for key, value in each.properties.items() if key in self._inherited}
        return found | node.properties

    def at(self, path: Sequence[str]) -> Node | None:
        """The category at a path of slugs."""
        node: Node | None = None
        for slug in path:
            level = self._below[node.id if node else None]
            node = next((each for each in level if each.is_active and self.slug(each) == slug), None)
            if node is None:
                return None
        return node

    def leaves(self) -> list[Node]:
        """Those that nothing lies below."""
        return [node for node in self._nodes.values() if not any(each.id in self._nodes for each in self._below[node.id])]

    def below(self, category: int) -> Iterator[Node]:
        """The category and everything below it, hidden ones too."""
        waiting = [node for node in [self.get(category)] if node]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [each for each in self._below[node.id] if each.is_active]


async def tree(db: Db, store: StoreId, shop: int, country: int, *, locale: str) -> Tree:
    """The tree that this shop country shows. One statement."""
    row = await db.one(NODES, store, shop, country)
    if row is None or row["nodes"] is None:
        return Tree((), locale=locale)
    inherited = json.decode(row["inherited"], type=list[str]) if row["inherited"] else []
    return Tree(json.decode(row["nodes"], type=list[Node]), locale=locale, inherited=inherited)
