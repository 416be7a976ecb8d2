"""What the people who run the platform look after."""
