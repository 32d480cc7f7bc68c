"""A local Stytch emulator: a server that implements every operation of the API, in this process or over a socket.

    from aiostytch.sandbox import PROJECT_ID, SECRET, Sandbox, serve

It needs the extra: `pip install 'aiostytch[sandbox]'`.
"""

try:
    from .extra import check_libraries

    check_libraries()

    from .app import Sandbox
    from .crypto.strength import BREACHED_PASSWORD
    from .faults.effects import Delay, Drop, Garbage, NullField, Status, Throttle, UnknownEnum
    from .faults.faults import Fault, Faults
    from .faults.rate_limits import RateLimits
    from .frontend.settings import PUBLIC_TOKEN, Bootstrap
    from .http.request_log import Entry, RequestLog
    from .http.snapshots import Snapshot
    from .oauth.errors import OAuthError
    from .oauth.issuing import AppTokens
    from .providers.connected_apps import ConnectedApps
    from .providers.fraud import Fraud
    from .providers.logins import Login
    from .providers.oauth import OAuth
    from .providers.scim import Directory
    from .providers.sso import SingleSignOn
    from .seeds import SeedError
    from .server import Server, serve, serve_in_thread
    from .store.clock import Clock
    from .store.errors import StoreError
    from .store.outbox import Outbox
    from .store.records import Message
    from .store.state import PROJECT_ID, SECRET, State
    from .store.webhooks import WebhookAttempt, WebhookDelivery, WebhookEndpoint
    from .webhooks.service import WebhookService
except ModuleNotFoundError as error:
    missing = (error.name or "").partition(".")[0]
    raise ImportError(f"aiostytch.sandbox needs {missing}: pip install 'aiostytch[sandbox]'") from error

__all__ = [
    "BREACHED_PASSWORD",
    "PROJECT_ID",
    "PUBLIC_TOKEN",
    "SECRET",
    "AppTokens",
    "Bootstrap",
    "Clock",
    "ConnectedApps",
    "Delay",
    "Directory",
    "Drop",
    "Entry",
    "Fault",
    "Faults",
    "Fraud",
    "Garbage",
    "Login",
    "Message",
    "NullField",
    "OAuth",
    "OAuthError",
    "Outbox",
    "RateLimits",
    "RequestLog",
    "Sandbox",
    "SeedError",
    "Server",
    "SingleSignOn",
    "Snapshot",
    "State",
    "Status",
    "StoreError",
    "Throttle",
    "UnknownEnum",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
    "WebhookService",
    "serve",
    "serve_in_thread",
]
