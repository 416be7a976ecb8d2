"""A store's products, their variants, pictures and stock."""
