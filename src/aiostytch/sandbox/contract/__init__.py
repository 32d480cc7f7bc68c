"""The specification, and the messages that it allows, independent of the state of a sandbox."""
