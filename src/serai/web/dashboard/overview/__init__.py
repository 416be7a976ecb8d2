"""How the merchant's stores do: all of them together, and one alone."""
