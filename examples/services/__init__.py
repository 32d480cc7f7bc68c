"""The same service in each framework: login by e-mail, a page for members, logout."""
