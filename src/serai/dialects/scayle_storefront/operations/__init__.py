"""The Storefront API's endpoints, each noun in the documentation's order."""
