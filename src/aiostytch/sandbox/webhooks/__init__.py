"""Webhooks: a change becomes an event, an event becomes deliveries, and a delivery is sent and retried."""
