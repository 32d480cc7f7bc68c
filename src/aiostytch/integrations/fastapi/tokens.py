"""The dependencies that want a token, or a session or a token."""

# FastAPI reads the annotations of callable objects as they are: so they are no strings here.

from collections.abc import Awaitable, Callable, Sequence
from inspect import Signature
from typing import Annotated, Any, TypeAlias, cast

import attrs
from fastapi import Depends, HTTPException, Security
from fastapi.requests import HTTPConnection
from fastapi.security import SecurityScopes

from ...local_auth.access_token import VerifiedAccess
from ...local_auth.bearer import Accepted, Principal
from ...local_auth.m2m_token import VerifiedClient
from ...local_auth.scopes import ScopeRule, includes_scope
from ..asgi import Refusal, Requirement, authentication_of
from ..asgi.requirements import WITH_SCOPES, scopes_required
from ..starlette import refused
from .declared import NeedsCall, signature_of
from .schemes import SCHEMES, AccessToken, M2MToken

_Name: TypeAlias = Annotated[str, Depends(NeedsCall("require_scopes(…)"))]
_Kind: TypeAlias = Annotated[Accepted, Depends(NeedsCall("require_principal(…)"))]


async def require_client(connection: HTTPConnection, wanted: SecurityScopes, _token: M2MToken) -> VerifiedClient[Any]:
    """Return the M2M client that makes a request; its token was verified.

    `Security(require_client, scopes=["read:documents"])` requires scopes, too.

    Raises:
        HTTPException: there is none, 401; it lacks scopes, 403; or it could not be checked, 503.
        WebSocketException: likewise, for a WebSocket.
        ConfigurationError: there is no `SessionMiddleware` around the application.
    """
    return cast("VerifiedClient[Any]", _judged(connection, Requirement(("m2m",), wanted.scopes)))


async def require_access(
    connection: HTTPConnection, wanted: SecurityScopes, _token: AccessToken
) -> VerifiedAccess[Any]:
    """Return the access of the connected app that makes a request; its token was verified.

    `Security(require_access, scopes=["read:documents"])` requires scopes, too. It raises what `require_client` does.
    """
    return cast("VerifiedAccess[Any]", _judged(connection, Requirement(("access_token",), wanted.scopes)))


def require_principal(*accepts: _Kind, scope_rule: ScopeRule = includes_scope) -> Callable[..., Awaitable[Principal]]:
    """Return a dependency that returns who makes a request, by a session or a token.

        Caller = Annotated[VerifiedSession | VerifiedClient, Depends(require_principal("session", "m2m"))]

    It raises what `require_client` does, and takes scopes from `Security` as that does. No session has scopes.

    Args:
        accepts: the kinds of sessions and tokens that the call is for, of those that the middleware accepts.
        scope_rule: decides whether scopes include one that is required; see `client.m2m.authenticate_token`.

    Raises:
        ConfigurationError: no kind is named, or one is unknown.
    """
    return _Principal(Requirement(accepts, scope_rule=scope_rule))


def require_scopes(
    *scopes: _Name, accepts: Sequence[Accepted] = WITH_SCOPES, scope_rule: ScopeRule = includes_scope
) -> Callable[..., Awaitable[VerifiedClient[Any] | VerifiedAccess[Any]]]:
    """Return a dependency that returns the M2M client or the app's access that makes a request, if it has scopes.

    It raises what `require_client` does.

    Args:
        scopes: the scopes that the token needs, all of them.
        accepts: the kinds of tokens that the call is for.
        scope_rule: decides whether scopes include one that is required; see `client.m2m.authenticate_token`.

    Raises:
        ConfigurationError: no scope is named, or an argument cannot be used.
    """
    return _Scopes(scopes_required(scopes, accepts, scope_rule))


@attrs.frozen
class _Principal:
    """Kinds of sessions and tokens that are required. Two of the same are one dependency."""

    requirement: Requirement

    @property
    def __signature__(self) -> Signature:
        schemes = [scheme for kind in self.requirement.accepts for scheme in SCHEMES[kind]]
        return signature_of(
            connection=HTTPConnection,
            wanted=SecurityScopes,
            **{scheme.scheme_name: Annotated[None, Security(scheme)] for scheme in schemes},
        )

    async def __call__(self, connection: HTTPConnection, wanted: SecurityScopes, **_documented: None) -> Principal:
        return _judged(connection, attrs.evolve(self.requirement, scopes=wanted.scopes))


@attrs.frozen
class _Scopes:
    """Scopes that are required, of whom a test may say that they make the request."""

    requirement: Requirement

    @property
    def __signature__(self) -> Signature:
        of_any = _Principal(attrs.evolve(self.requirement, scopes=()))
        return signature_of(
            connection=HTTPConnection,
            principal=Annotated[Any, Security(of_any, scopes=list(self.requirement.scopes))],
        )

    async def __call__(self, connection: HTTPConnection, principal: Any) -> Any:
        return _allowed(connection, self.requirement.judge_scopes(principal))


def _judged(connection: HTTPConnection, requirement: Requirement) -> Principal:
    return _allowed(connection, requirement.judge(authentication_of(connection.scope).outcome))


def _allowed(connection: HTTPConnection, found: Principal | Refusal) -> Principal:
    if isinstance(found, Refusal):
        raise refused(connection.scope, found, HTTPException)
    return found
