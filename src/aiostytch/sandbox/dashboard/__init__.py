"""The page about a sandbox, for browsers on this machine: what it remembers and has sent, and buttons to change things.

`guard.is_wanted` tells which requests are for it, all others being the API's; `app.Page` answers them.
"""
