"""The API's document, and the messages that it allows. Nothing here knows the state of a sandbox."""
