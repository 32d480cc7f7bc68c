"""What the operations of the API do: handlers, a module for each part of the API. `registry` lists them."""
