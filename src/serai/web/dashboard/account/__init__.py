"""The merchant: profile, password, plan and payments."""
