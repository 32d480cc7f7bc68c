"""An application on one machine: a page with Stytch's frontend SDK, a backend that reads its session, and a sandbox."""
