"""What goes over this wire, each noun in a module."""
