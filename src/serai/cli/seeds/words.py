"""What the store of realistic size sells, and to whom. French, English and Arabic side by side, as in a Moroccan shop."""

from typing import Final

from msgspec import Struct


class Family(Struct, frozen=True):
    """Products of a kind: every base with every style is one. Prices in whole units, from and to.

    `option` names what its variants differ in; with no `values` the product is sold as it is.
    """

    category: str
    code: str
    bases: tuple[str, ...]
    styles: tuple[str, ...]
    about: str
    price: tuple[int, int]
    tags: tuple[str, ...]
    option: str = ""
    values: tuple[str, ...] = ()


FAMILIES: Final = (
    Family(
        "Tapis",
        "TAP",
        ("Tapis berbère", "Tapis Beni Ouarain", "Kilim", "Tapis de couloir"),
        ("Atlas", "Azilal", "Boucherouite", "Zanafi", "ivoire", "terracotta"),
        "Tissé à la main en pure laine par une coopérative du Moyen Atlas.",
        (890, 5900),
        ("laine", "fait-main", "maison"),
        "Taille",
        ("120 × 180 cm", "160 × 230 cm", "200 × 300 cm"),
    ),
    Family(
        "Céramique",
        "CER",
        ("Bol", "Assiette plate", "Tajine à servir", "Mug", "Saladier"),
        ("bleu de Fès", "vert Tamegroute", "blanc Safi", "à pois", "rayé"),
        "Tourné et émaillé à la main ; passe au lave-vaisselle.",
        (60, 420),
        ("table", "fait-main"),
    ),
    Family(
        "Leather",
        "LEA",
        ("Weekend bag", "Tote bag", "Backpack", "Card holder", "Belt"),
        ("Marrakech", "Nomad", "Riad", "Medina"),
        "Vegetable-tanned leather, cut and stitched in Marrakech.",
        (180, 1950),
        ("leather", "handmade"),
        "Colour",
        ("Cognac", "Black", "Olive"),
    ),
    Family(
        "Beauty",
        "BEA",
        ("Argan oil", "Prickly pear seed oil", "Black soap", "Rose water", "Ghassoul clay"),
        ("pure", "with orange blossom", "for sensitive skin", "with eucalyptus"),
        "Cold pressed or sun dried, without perfume and without preservatives.",
        (70, 390),
        ("organic", "beauty", "vegan"),
        "Size",
        ("50 ml", "100 ml", "250 ml"),
    ),
    Family(
        "بلاغي",
        "BAB",
        ("بلغة جلدية", "بلغة مطرزة", "بلغة نسائية"),
        ("فاسية", "مراكشية", "صفراء", "بيضاء", "سوداء"),
        "صناعة يدوية من جلد طبيعي، بنعل مريح للبيت والمناسبات.",
        (150, 480),
        ("جلد", "صناعة-يدوية"),
        "المقاس",
        ("38", "40", "42", "44"),
    ),
    Family(
        "Épicerie",
        "EPI",
        ("Safran de Taliouine", "Ras el hanout", "Miel de thym", "Amlou", "Thé vert"),
        ("premium", "de la coopérative", "récolte d'automne", "coffret"),
        "Produit du terroir, conditionné à la coopérative.",
        (45, 320),
        ("terroir", "gourmand"),
        "Poids",
        ("100 g", "250 g", "500 g"),
    ),
    Family(
        "Lighting",
        "LIG",
        ("Brass lantern", "Pendant lamp", "Table lamp", "Wall lamp"),
        ("Zellige", "Moucharabieh", "Atlas star", "Desert"),
        "Pierced by hand; throws its pattern on walls and ceiling.",
        (320, 2400),
        ("brass", "home", "handmade"),
    ),
    Family(
        "قفاطين",
        "CAF",
        ("قفطان", "تكشيطة", "جلابة"),
        ("حريري", "مخملي", "مطرز بالصقلي", "صيفي"),
        "خياطة تقليدية بعقاد وسفيفة من يد معلمين فاس.",
        (690, 4200),
        ("أناقة", "مناسبات"),
        "المقاس",
        ("S", "M", "L", "XL"),
    ),
    Family(
        "Textile",
        "TEX",
        ("Coussin Sabra", "Plaid à pompons", "Fouta", "Nappe brodée"),
        ("safran", "indigo", "rose poudré", "écru", "vert olive"),
        "Coton et soie végétale, tissés sur métier traditionnel.",
        (140, 790),
        ("maison", "coton"),
        "Couleur",
        ("Naturel", "Teinté"),
    ),
    Family(
        "Jewellery",
        "JEW",
        ("Silver ring", "Fibula brooch", "Amber necklace", "Cuff bracelet"),
        ("Tiznit", "Amazigh", "Sahara", "Hand of Fatima"),
        "925 silver, engraved by silversmiths in Tiznit; comes in a gift box.",
        (220, 1650),
        ("silver", "gift"),
    ),
)

PEOPLE: Final = (
    (
        ("Fatima-Zahra", "Youssef", "Khadija", "Mehdi", "Salma", "Omar"),
        ("El Amrani", "Benjelloun", "Alaoui", "Tazi", "Berrada"),
    ),
    (("Camille", "Julien", "Léa", "Thomas", "Chloé", "Antoine"), ("Moreau", "Lefèvre", "Girard", "Dubois", "Fontaine")),
    (("Emma", "James", "Olivia", "Daniel", "Grace", "Henry"), ("Taylor", "Walker", "Bennett", "Hughes", "Cooper")),
    (("مريم", "ياسين", "نادية", "حمزة", "زينب", "كريم"), ("العلوي", "الإدريسي", "بنسودة", "الفاسي", "التازي")),
)
"""(first names, last names) that go together."""


class Place(Struct, frozen=True):
    """Where customers live."""

    city: str
    postal_code: str
    country: str
    dial: str
    streets: tuple[str, ...]


PLACES: Final = (
    Place("Casablanca", "20250", "MA", "+212661", ("rue Ibn Batouta", "boulevard d'Anfa", "rue Jean Jaurès")),
    Place("Rabat", "10000", "MA", "+212662", ("avenue Mohammed V", "rue Patrice Lumumba")),
    Place("Marrakech", "40000", "MA", "+212667", ("derb Dabachi", "rue de la Liberté", "avenue Hassan II")),
    Place("Tanger", "90000", "MA", "+212668", ("rue de Hollande", "boulevard Pasteur")),
    Place("Paris", "75011", "FR", "+336123", ("rue Oberkampf", "rue de Charonne")),
    Place("Bruxelles", "1050", "BE", "+324701", ("chaussée d'Ixelles", "rue du Bailli")),
    Place("London", "E8 3PN", "GB", "+447700", ("Mare Street", "Graham Road")),
)

NOTES: Final = (
    "Merci d'emballer en cadeau.",
    "Please ring twice, the bell is faint.",
    "Livrer après 18 h si possible.",
    "المرجو الاتصال قبل التسليم.",
)
METHODS: Final = ("card", "card", "card", "cash_on_delivery", "bank_transfer")
