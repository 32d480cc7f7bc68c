"""`python -m generator`."""

import gc

from .cli import app

# A run makes a few million objects, keeps nearly all of them, and ends: a sixth of it went into looking for cycles.
gc.disable()
app(prog_name="python -m generator")
