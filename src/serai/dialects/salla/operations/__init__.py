"""Handlers, a module per noun."""
