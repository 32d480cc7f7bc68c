"""Releases: the next version (`versions`), the changelog (`changelog`), and the files that change (`prepare`)."""
