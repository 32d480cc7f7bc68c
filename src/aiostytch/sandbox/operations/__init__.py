"""The handlers of operations. `registry` maps call paths to modules."""
