"""The state of a sandbox: tables of records, the clock, the outbox, and the database."""
