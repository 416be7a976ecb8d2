"""What a storefront shows to everybody: its home page, its products, its pages."""
