"""Pages that simulate identity providers in a browser."""
