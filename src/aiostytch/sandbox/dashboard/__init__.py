"""The dashboard of a sandbox, a page that shows the state and the outbox, and has forms for clock and faults.

`guard.is_for_dashboard` distinguishes its requests from those of the API; `app.Dashboard` responds to them.
"""
