"""Those who act on a sandbox from outside the API, as a test plays them: identity providers, OAuth providers, apps."""
