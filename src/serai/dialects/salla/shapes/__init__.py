"""Wire structs and pure conversions, a module per noun."""
