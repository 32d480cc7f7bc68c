"""Bridges to other libraries. Each needs its extra and is imported only by who uses it."""
