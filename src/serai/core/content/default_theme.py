"""What a storefront looks like until its owner says otherwise: the sample of the SKALIA documentation."""

from typing import Final

from serai.core.content.model import Colors, Fonts, Hero, Homepage, Layout, Section, Theme

DEFAULT: Final = Theme(
    colors=Colors(primary="#3b82f6", secondary="#64748b", accent="#f59e0b", background="#ffffff", text="#1e293b"),
    fonts=Fonts(heading="Inter", body="Inter"),
    layout=Layout(header_style="centered", footer_style="minimal"),
    homepage=Homepage(
        hero=Hero(
            title="Welcome to Our Store",
            subtitle="Discover amazing products",
            image="https://cdn.skalia.ma/hero.jpg",
            cta_text="Shop Now",
            cta_link="/products",
        ),
        sections=(Section(type="featured-products", title="Featured Products"),),
    ),
)
