"""What the API's operations do: a module for each part of the API. `registry` says which."""
