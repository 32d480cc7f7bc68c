"""The modules that handle operations, and the dispatch to them."""

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
"""The modules, by the beginning of the call paths that they handle; the longest beginning counts.

In the module, the function has the name of the rest of the call path: `magic_links.email.invite` is handled by
`email_invite` in `magic_links.py`.
"""


def perform(state: State, call: Call) -> JSONObject:
    """Carry out a call, and return the fields of its response that the document lists.

    Raises:
        RefusedError: the member of its session may not make it, or the API would refuse it.
    """
    authorization.check(state, call)
    fields = handler(call.operation.call_path).function(state, call)
    return {name: fields[name] for name in call.operation.response["properties"] if name in fields}


@functools.cache
def handler(call_path: str) -> Handler:
    """Return the handler of an operation; there is one for each in the document."""
    parts = call_path.split(".")
    beginnings = (".".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next(MODULES[each] for each in beginnings if each in MODULES)[call_path]
