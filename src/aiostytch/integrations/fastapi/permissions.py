"""The dependency that requires a permission."""

# FastAPI does not evaluate string annotations of callable objects, so this module does not use any.

from collections.abc import Awaitable, Callable, Sequence
from inspect import Signature
from typing import Annotated, Any, TypeAlias

import attrs
from fastapi import Depends, HTTPException
from fastapi.requests import HTTPConnection

from ...errors import ConfigurationError
from ...local_auth.bearer import Accepted
from ..asgi import authentication_of
from ..asgi.credentials import SESSION_ONLY
from ..asgi.requirements import Requirement, permission_requirement
from ..starlette import refused
from .declared import NeedsCall, signature_of
from .sessions import require_session
from .tokens import require_principal

_Name: TypeAlias = Annotated[str, Depends(NeedsCall("require_permission(…, …)"))]


def require_permission(
    resource_id: _Name,
    action: _Name,
    *,
    accepts: Sequence[Accepted] = SESSION_ONLY,
    organization_parameter: str | None = None,
) -> Callable[..., Awaitable[Any]]:
    """Return a dependency that returns the verified session of a request if it permits an action.

    With `accepts=["session", "access_token"]` it also accepts the access of a Connected App, whose scopes must permit
    the action. It raises the exceptions of `require_session`, and the same ones with 403.

    Args:
        resource_id: the resource in the policy, e.g. `documents`.
        action: the action on it, e.g. `write`.
        accepts: "session", "access_token" or both. M2M clients do not belong to an organization.
        organization_parameter: the path parameter with the organization of the resource, such as `organization_id`; it
            must be the session's. By default it is the session's.

    Raises:
        ConfigurationError: an argument is invalid.
    """
    return _Permission(resource_id, action, organization_parameter, permission_requirement(accepts))


def _check_name(_: object, field: "attrs.Attribute[str]", value: object) -> None:
    if not isinstance(value, str) or not value:
        raise ConfigurationError(f"{field.name} of require_permission must be a non-empty string")


@attrs.frozen
class _Permission:
    """A required permission. Equal ones are the same dependency, so that tests can override it."""

    resource_id: str = attrs.field(validator=_check_name)
    action: str = attrs.field(validator=_check_name)
    organization_parameter: str | None = attrs.field(validator=attrs.validators.optional(_check_name))

    requirement: Requirement

    @property
    def __signature__(self) -> Signature:
        is_session = self.requirement.accepts == SESSION_ONLY
        return signature_of(
            connection=HTTPConnection,
            principal=Annotated[
                Any, Depends(require_session if is_session else require_principal(*self.requirement.accepts))
            ],
        )

    async def __call__(self, connection: HTTPConnection, principal: Any) -> Any:
        refusal = await authentication_of(connection.scope).check_principal(
            principal, self.resource_id, self.action, organization_id=self._organization_id(connection)
        )
        if refusal is not None:
            raise refused(connection.scope, refusal, HTTPException)
        return principal

    def _organization_id(self, connection: HTTPConnection) -> str | None:
        name = self.organization_parameter
        if name is None:
            return None
        if name not in connection.path_params:
            raise ConfigurationError(f"the path has no parameter {name}")
        return str(connection.path_params[name])
