"""The state that processes of a service share: revocations, keys and policies, rate limits."""
