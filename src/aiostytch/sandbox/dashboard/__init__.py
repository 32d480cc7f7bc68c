"""The dashboard of a sandbox, for browsers on this machine: its state, its outbox, and forms that change it.

`guard.is_for_dashboard` distinguishes its requests from those of the API; `app.Dashboard` responds to them.
"""
