"""The pages that replace identity providers in a browser."""
