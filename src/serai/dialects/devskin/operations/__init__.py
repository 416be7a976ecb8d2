"""DevSkin's endpoints, in the documentation's order."""
