"""`python -m generator`."""

import gc

from .cli import app

# A run creates a few million objects and keeps nearly all of them. The search for cycles took a sixth of its time.
gc.disable()
app(prog_name="python -m generator")
