"""The frontend API: the routes of Stytch's frontend SDKs, below `/sdk/v1`, authenticated with the public token."""
