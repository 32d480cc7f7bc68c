"""Organizations, members, connections, roles and other objects: their rules, and their JSON."""
