"""Organizations, members, connections, roles: what makes them valid, and how responses show them."""
