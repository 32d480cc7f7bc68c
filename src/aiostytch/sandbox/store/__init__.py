"""What a sandbox remembers: records in tables, the time, the outbox, and a file to keep them in."""
