"""What programs may do in a store: API keys, webhooks, apps."""
