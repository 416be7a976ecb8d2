"""Handlers by noun."""
