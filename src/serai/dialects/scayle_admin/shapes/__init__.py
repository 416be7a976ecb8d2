"""What goes over this wire."""
