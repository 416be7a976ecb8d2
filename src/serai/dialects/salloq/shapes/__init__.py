"""Salloq's wire types, fields in the documentation's order, and the conversions from and to core types."""
