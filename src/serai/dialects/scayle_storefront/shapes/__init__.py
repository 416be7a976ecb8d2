"""The Storefront API's wire types, fields in the documentation's order, and pure conversions from core types."""
