"""The specification, and the validation of messages against it. Nothing here depends on the state of a sandbox."""
