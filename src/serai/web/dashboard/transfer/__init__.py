"""Products in and out as Shopify's product CSV."""
