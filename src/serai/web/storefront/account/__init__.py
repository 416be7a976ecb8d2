"""Customers who log in: their orders, their points, their address."""
