"""An embedded Stytch: a server that answers every operation of the B2B API, in this process or over a socket.

    from aiostytch.sandbox import PROJECT_ID, SECRET, Sandbox, serve

It needs the extra: `pip install 'aiostytch[sandbox]'`.
"""

try:
    from .app import Sandbox
    from .clock import Clock
    from .outbox import Outbox
    from .records import Message
    from .server import serve
    from .state import PROJECT_ID, SECRET, State
    from .strength import BREACHED_PASSWORD
except ModuleNotFoundError as error:
    missing = (error.name or "").partition(".")[0]
    raise ImportError(f"aiostytch.sandbox needs {missing}: pip install 'aiostytch[sandbox]'") from error

__all__ = ["BREACHED_PASSWORD", "PROJECT_ID", "SECRET", "Clock", "Message", "Outbox", "Sandbox", "State", "serve"]
