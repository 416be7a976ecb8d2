"""The people who buy from a store, and what they say about it."""
