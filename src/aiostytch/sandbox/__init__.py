"""An embedded Stytch: a server that answers every operation of the B2B API, in this process or over a socket.

    from aiostytch.sandbox import PROJECT_ID, SECRET, Sandbox, serve

It needs the extra: `pip install 'aiostytch[sandbox]'`.
"""

try:
    from .app import Sandbox
    from .clock import Clock
    from .connected_apps import ConnectedApps
    from .directory import Directory
    from .effects import Delay, Drop, Garbage, NullField, Status, Throttle, UnknownEnum
    from .faults import Fault, Faults
    from .oauth import OAuth
    from .outbox import Outbox
    from .rate_limits import RateLimits
    from .records import Message
    from .request_log import Entry, RequestLog
    from .seeds import SeedError
    from .server import Server, serve, serve_in_thread
    from .sso_login import SingleSignOn
    from .state import PROJECT_ID, SECRET, State
    from .store import StoreError
    from .strength import BREACHED_PASSWORD
except ModuleNotFoundError as error:
    missing = (error.name or "").partition(".")[0]
    raise ImportError(f"aiostytch.sandbox needs {missing}: pip install 'aiostytch[sandbox]'") from error

__all__ = [
    "BREACHED_PASSWORD",
    "PROJECT_ID",
    "SECRET",
    "Clock",
    "ConnectedApps",
    "Delay",
    "Directory",
    "Drop",
    "Entry",
    "Fault",
    "Faults",
    "Garbage",
    "Message",
    "NullField",
    "OAuth",
    "Outbox",
    "RateLimits",
    "RequestLog",
    "Sandbox",
    "SeedError",
    "Server",
    "SingleSignOn",
    "State",
    "Status",
    "StoreError",
    "Throttle",
    "UnknownEnum",
    "serve",
    "serve_in_thread",
]
