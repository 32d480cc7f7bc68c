"""A release: the step of the version (`versions`), the changelog (`changelog`), the files it changes (`prepare`)."""
