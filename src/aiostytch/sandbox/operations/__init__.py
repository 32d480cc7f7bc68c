"""Handlers of the operations, a module for each part of the API; `registry` says which."""
