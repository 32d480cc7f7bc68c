"""Comparisons with peers: `make bench`, or `python -m benchmarks --quick` for a trial run."""
