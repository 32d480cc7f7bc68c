"""What the API's document says, and the values that go over the wire. It knows nothing of the sandbox's state."""
