"""An example: an MCP server for the organization of a member, and a client for it."""
