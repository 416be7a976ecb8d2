"""Logging in, registering, logging out."""
