"""The state of a sandbox: records in tables, the clock, the outbox, and a database to keep them in."""
