"""Probes: the code that runs in the measured environments. Each probe imports only what it measures."""
