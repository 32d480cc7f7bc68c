"""What a process knows by itself of tokens that are out, and what it shares about them with others."""
