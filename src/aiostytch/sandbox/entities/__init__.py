"""Organizations, members, connections, roles: what makes them valid, and how the API shows them."""
