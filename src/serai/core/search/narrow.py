"""A filter as conditions on documents `d`: $1 is the store, $2 the shop country, $3 the time."""

from datetime import datetime, timedelta
from typing import Final

from serai.core.search.model import Filter, Values
from serai.core.search.wording import asked_words, letters
from serai.kit.sql import Where
from serai.kit.text import like

NEW_FOR: Final = timedelta(days=28)
BRAND: Final = "brand"
CATEGORY: Final = "category"

# A text fits that has every place of one way: `spelled` has a way for each language, with the words as that one keeps them.
# Where nothing fits at all, `meant` is what the words may have been meant to be. Lexemes are letters and digits.
QUERY: Final = """(select string_agg(w.said, ' | ')::tsquery
            from (select '(' || string_agg(p.said, ' & ') || ')' as said
                    from (select m.way, '(' || string_agg(quote_literal(m.lexeme) || case when m.goes_on then ':*' else '' end,
                                                          ' | ') || ')' as said
                            from {of} m
                           group by m.way, m.place) p
                   group by p.way) w)"""
# That somebody has the only word, which is told by its set if it has one.
ONE_KEPT: Final = """exists (
           select 1
             from spelled s
             join search_lexemes l on l.store_id = $1 and l.lexeme = s.lexeme
            where not s.goes_on and (select count(*) from spelled o where o.way = s.way) = 1
              and (select max(bit_count(m.products))
                     from search_members m
                    where m.store_id = $1 and m.shop_country_id = $2 and m.kind = 'word' and m.thing_id = l.id) > 0)"""
# Whether a word is there at all is asked for a thousand products: looking for one goes through all texts where there is none.
ASKED = f"""spelled as materialized (
  select l.way, 100 * a.place + x.place as place, x.lexeme, {{prefix}} and a.place = cardinality({{words}}::text[]) as goes_on
    from unnest({{words}}::text[]) with ordinality a(word, place)
   cross join unnest(array['english', 'french', 'arabic', 'simple']::regconfig[]) with ordinality l(language, way)
   cross join lateral unnest(tsvector_to_array(to_tsvector(l.language, a.word))) with ordinality x(lexeme, place)
), fitting as materialized (
  select not {{fuzzy}} or {ONE_KEPT} or (
           select count(*)
             from (select x.product_id
                     from search_texts x
                    where x.store_id = $1 and x.shop_country_id = $2 and x.words @@ {QUERY.format(of="spelled")}
                    limit 1000) f) > 0 as is_any
), meant as materialized (
  select s.way, s.place, s.lexeme, s.goes_on from spelled s where (select f.is_any from fitting f)
   union all
  select 0, a.place, coalesce(n.word, a.word), false
    from unnest({{words}}::text[], {{letters}}::text[]) with ordinality a(word, letters, place)
    left join lateral (
      select w.word
        from search_words w
       where w.store_id = $1 and (w.word % a.word or w.letters = a.letters) and length(a.word) > 3
       order by w.letters = a.letters desc, similarity(w.word, a.word) desc, w.word
       limit 5) n on true
   where not (select f.is_any from fitting f)
), asked as materialized (
  select {QUERY.format(of="meant")} as query
), """
MATCHES: Final = """d.product_id in (
           select x.product_id
             from search_texts x
            where x.store_id = $1 and x.shop_country_id = $2 and x.words @@ (select a.query from asked a))"""

# Values count only in the group that they are said to be of.
VALUES_OF_GROUP: Final = """array(
           select w.id
             from attribute_values w
             join attribute_groups g on g.store_id = w.store_id and g.id = w.group_id
            where w.store_id = $1 and w.id = any({}::bigint[]) and (lower(g.name) = {} or g.id::text = {}))"""
OF_GROUP = f"d.value_ids && {VALUES_OF_GROUP}"
OF_BRAND: Final = "d.brand_id = any({}::bigint[])"
OF_CATEGORY: Final = "d.category_ids && {}::bigint[]"

IN_CAMPAIGN = """exists (
           select 1
             from campaign_countries c
             join campaigns k on k.store_id = c.store_id and k.id = c.campaign_id
            where c.store_id = $1 and k.store_id = $1 and c.shop_country_id = $2 and c.starts_at <= {} and c.ends_at > {}
              and {} in ('px', k.key)
              and (k.percent > 0
                   or exists (select 1 from campaign_products o
                               where o.store_id = $1 and o.campaign_id = k.id and o.product_id = d.product_id and o.percent > 0)
                   or exists (select 1 from variants v
                                join campaign_variants o on o.store_id = v.store_id and o.variant_id = v.id
                               where v.store_id = $1 and v.product_id = d.product_id and o.campaign_id = k.id
                                 and o.percent > 0)))"""


def asked(where: Where, filter_: Filter) -> str:
    """The part of a `with` that says what the term means; nothing without a term."""
    words = asked_words(filter_.term or "")
    if not words or filter_.is_substring:
        return ""
    return ASKED.format(
        fuzzy=where.param(filter_.is_fuzzy),
        words=where.param(words),
        letters=where.param([letters(word) for word in words]),
        prefix=where.param(filter_.is_prefix),
    )


def narrow(where: Where, filter_: Filter, *, at: datetime) -> None:
    """Every condition but those of groups and of what is on sale at all."""
    if filter_.categories:
        where.add(OF_CATEGORY, list(filter_.categories))
    if has_words(filter_):
        where.add(MATCHES)
    narrow_rows(where, filter_, at=at)


def has_words(filter_: Filter) -> bool:
    """Whether whole words are looked for."""
    return bool(asked_words(filter_.term or "")) and not filter_.is_substring


def narrow_rows(where: Where, filter_: Filter, *, at: datetime) -> None:
    """What only the documents themselves tell."""
    _narrow_title(where, filter_)
    narrow_price(where, filter_)
    where.add_if("d.reduction >= {}", filter_.min_reduction)
    where.add_if("d.reduction <= {}", filter_.max_reduction)
    if filter_.is_sale is not None:
        where.add("d.reduction > 0" if filter_.is_sale else "d.reduction = 0")
    if filter_.is_new is not None:
        where.add("d.live_at > {}" if filter_.is_new else "d.live_at <= {}", at - NEW_FOR)
    where.add_if("d.live_at >= {}", filter_.live_from)
    where.add_if("d.live_at <= {}", filter_.live_until)
    where.add_if("d.product_id >= {}", filter_.min_id)
    where.add_if("d.reference_key = any({}::text[])", filter_.reference_keys)
    where.add_if("d.master_key = any({}::text[])", filter_.master_keys)
    where.add_if("d.codes && {}::text[]", filter_.codes)
    if filter_.campaign is not None:
        where.add(IN_CAMPAIGN, at, at, filter_.campaign)
    if filter_.nothing:
        where.add("false")


def narrow_price(where: Where, filter_: Filter) -> None:
    """That some of its prices are within the bounds."""
    where.add_if("d.max_minor >= {}", filter_.min_minor)
    where.add_if("d.min_minor <= {}", filter_.max_minor)


def narrow_sale(where: Where, filter_: Filter) -> None:
    """What is on sale: in stock, not for free and within its time, as far as the filter does not say otherwise."""
    if not (filter_.with_sold_out or filter_.with_free or filter_.sellable_at):
        where.add("d.is_open")
        return
    if not filter_.with_sold_out:
        where.add("not d.is_sold_out")
    if not filter_.with_free:
        where.add("d.max_minor > 0")
    if filter_.sellable_at is None:
        where.add("d.is_timely")
    else:
        narrow_time(where, filter_.sellable_at)


def narrow_time(where: Where, at: datetime) -> None:
    """What may be sold at a time."""
    where.add("(d.sellable_from is null or d.sellable_from <= {})", at)
    where.add("(d.sellable_until is null or d.sellable_until > {})", at)


def narrow_groups(where: Where, filter_: Filter) -> None:
    """All groups that are named, but of those of `either` any one; none of what is excluded."""
    for together in groups_together(filter_):
        where.add(f"({' or '.join(condition(where, values) for values in together)})")
    for values in filter_.but:
        where.add(f"({condition(where, values)}) is not true")


def groups_together(filter_: Filter) -> list[list[Values]]:
    """The groups that are named, those of which one is enough together."""
    either = [values for values in filter_.values if values.group in filter_.either]
    return [[values] for values in filter_.values if values not in either] + ([either] if either else [])


def condition(where: Where, values: Values) -> str:
    """That a product has any of the values."""
    ids = where.param(list(values.ids))
    if values.group == BRAND:
        return OF_BRAND.format(ids)
    if values.group == CATEGORY:
        return OF_CATEGORY.format(ids)
    group = where.param(values.group)
    return OF_GROUP.format(ids, group, group)


def _narrow_title(where: Where, filter_: Filter) -> None:
    words = asked_words(filter_.term or "")
    if filter_.term is not None and not words:
        where.add("false")
    elif filter_.is_substring:
        for word in words:
            where.add("d.title like {}", like(word))
