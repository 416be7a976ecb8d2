"""Promo codes, loyalty points, and goods that are ordered again and again."""
