"""Local verification of tokens, and authorization."""
