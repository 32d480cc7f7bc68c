"""Benchmarks against other SDKs and libraries: `make bench`, or `python -m benchmarks --quick` for a trial run."""
