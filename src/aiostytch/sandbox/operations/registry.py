"""The modules of handlers, and the dispatch of calls to them."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from ..auth import authorization
from ..contract.json_values import JSONObject
from ..entities.call import Call
from ..store.state import State
from . import (
    connected_app,
    debug,
    discovery,
    fraud,
    idp,
    impersonation,
    m2m,
    magic_links,
    member_providers,
    member_search,
    members,
    oauth,
    organizations,
    otps,
    passwords,
    project,
    rbac,
    recovery_codes,
    saml,
    scim,
    sessions,
    sso,
    totps,
)
from .handlers import Handler, Handlers

MODULES: Mapping[str, Handlers] = {
    "connected_app": connected_app.handles,
    "debug": debug.handles,
    "discovery": discovery.handles,
    "fraud": fraud.handles,
    "idp": idp.handles,
    "impersonation": impersonation.handles,
    "m2m": m2m.handles,
    "magic_links": magic_links.handles,
    "oauth": oauth.handles,
    "organizations": organizations.handles,
    "organizations.members": members.handles,
    "organizations.members.oauth_providers": member_providers.handles,
    "organizations.members.oidc_providers": member_providers.handles,
    "organizations.members.search": member_search.handles,
    "otps": otps.handles,
    "passwords": passwords.handles,
    "project": project.handles,
    "rbac": rbac.handles,
    "recovery_codes": recovery_codes.handles,
    "scim": scim.handles,
    "sessions": sessions.handles,
    "sso": sso.handles,
    "sso.saml": saml.handles,
    "totps": totps.handles,
}
"""The modules, by prefix of the call paths; the longest prefix wins.

The function in the module has the name of the rest of the call path: `email_invite` in `magic_links.py` handles
`magic_links.email.invite`.
"""


def perform(state: State, call: Call) -> JSONObject:
    """Execute a call, and return the fields of its response that the specification lists.

    Raises:
        RefusedError: the session does not permit the call, or the API would reject it.
    """
    authorization.check(state, call)
    fields = handler(call.operation.call_path).function(state, call)
    return {name: fields[name] for name in call.operation.response["properties"] if name in fields}


@functools.cache
def handler(call_path: str) -> Handler:
    """Return the handler of an operation. All operations of the specification have one."""
    parts = call_path.split(".")
    prefixes = (".".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next(MODULES[each] for each in prefixes if each in MODULES)[call_path]
