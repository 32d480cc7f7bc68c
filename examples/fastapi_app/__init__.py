"""An example: a service that members log in to."""
