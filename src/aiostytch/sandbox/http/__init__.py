"""From HTTP to operations and back, whichever way a request comes."""
