"""Webhooks: changes become events, events become deliveries, and deliveries are sent and retried."""
