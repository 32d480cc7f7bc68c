"""Keys, hashes, signatures and one-time passwords."""
