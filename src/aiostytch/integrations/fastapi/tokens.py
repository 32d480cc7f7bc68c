"""The dependencies for tokens, and for sessions or tokens."""

# FastAPI does not evaluate string annotations of callable objects, so this module does not use any.

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
from ..asgi.requirements import WITH_SCOPES, scope_requirement
from ..starlette import refused
from .declared import NeedsCall, signature_of
from .schemes import SCHEMES, AccessToken, M2MToken

_Name: TypeAlias = Annotated[str, Depends(NeedsCall("require_scopes(…)"))]
_Kind: TypeAlias = Annotated[Accepted, Depends(NeedsCall("require_principal(…)"))]


async def require_client(connection: HTTPConnection, required: SecurityScopes, _token: M2MToken) -> VerifiedClient[Any]:
    """Return the verified M2M client of a request.

    `Security(require_client, scopes=["read:documents"])` requires scopes too.

    Raises:
        HTTPException: 401 without a token, 403 if it lacks scopes, 503 if it could not be checked.
        WebSocketException: the same for a WebSocket.
        ConfigurationError: there is no `SessionMiddleware` around the application.
    """
    return cast("VerifiedClient[Any]", _check(connection, Requirement(("m2m",), required.scopes)))


async def require_access(
    connection: HTTPConnection, required: SecurityScopes, _token: AccessToken
) -> VerifiedAccess[Any]:
    """Return the verified access of a Connected App.

    `Security(require_access, scopes=["read:documents"])` requires scopes too. It raises the exceptions of
    `require_client`.
    """
    return cast("VerifiedAccess[Any]", _check(connection, Requirement(("access_token",), required.scopes)))


def require_principal(*accepts: _Kind, scope_rule: ScopeRule = includes_scope) -> Callable[..., Awaitable[Principal]]:
    """Return a dependency that returns the verified session or token of a request.

        Caller = Annotated[VerifiedSession | VerifiedClient, Depends(require_principal("session", "m2m"))]

    It raises the exceptions of `require_client`, and accepts scopes from `Security`. Sessions have no scopes.

    Args:
        accepts: the accepted kinds of sessions and tokens. The middleware must accept them too.
        scope_rule: returns whether scopes include a required scope; see `client.m2m.authenticate_token`.

    Raises:
        ConfigurationError: there is no kind, or one is unknown.
    """
    return _Principal(Requirement(accepts, scope_rule=scope_rule))


def require_scopes(
    *scopes: _Name, accepts: Sequence[Accepted] = WITH_SCOPES, scope_rule: ScopeRule = includes_scope
) -> Callable[..., Awaitable[VerifiedClient[Any] | VerifiedAccess[Any]]]:
    """Return a dependency that returns the M2M client or the app's access, if it has the scopes.

    It raises the exceptions of `require_client`.

    Args:
        scopes: the required scopes; the token needs all of them.
        accepts: the accepted kinds of tokens.
        scope_rule: returns whether scopes include a required scope; see `client.m2m.authenticate_token`.

    Raises:
        ConfigurationError: there is no scope, or an argument is invalid.
    """
    return _Scopes(scope_requirement(scopes, accepts, scope_rule))


@attrs.frozen
class _Principal:
    """The required kinds of sessions and tokens. Equal ones are the same dependency."""

    requirement: Requirement

    @property
    def __signature__(self) -> Signature:
        schemes = [scheme for kind in self.requirement.accepts for scheme in SCHEMES[kind]]
        return signature_of(
            connection=HTTPConnection,
            required=SecurityScopes,
            **{scheme.scheme_name: Annotated[None, Security(scheme)] for scheme in schemes},
        )

    async def __call__(self, connection: HTTPConnection, required: SecurityScopes, **_documented: None) -> Principal:
        return _check(connection, attrs.evolve(self.requirement, scopes=required.scopes))


@attrs.frozen
class _Scopes:
    """Required scopes. Tests can override the principal."""

    requirement: Requirement

    @property
    def __signature__(self) -> Signature:
        of_any = _Principal(attrs.evolve(self.requirement, scopes=()))
        return signature_of(
            connection=HTTPConnection,
            principal=Annotated[Any, Security(of_any, scopes=list(self.requirement.scopes))],
        )

    async def __call__(self, connection: HTTPConnection, principal: Any) -> Any:
        return _raise_refusal(connection, self.requirement.check_scopes(principal))


def _check(connection: HTTPConnection, requirement: Requirement) -> Principal:
    return _raise_refusal(connection, requirement.check(authentication_of(connection.scope).outcome))


def _raise_refusal(connection: HTTPConnection, found: Principal | Refusal) -> Principal:
    if isinstance(found, Refusal):
        raise refused(connection.scope, found, HTTPException)
    return found
