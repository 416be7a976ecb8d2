"""The visitor's basket."""
