"""From a request to an operation and back, whichever way the request comes."""
