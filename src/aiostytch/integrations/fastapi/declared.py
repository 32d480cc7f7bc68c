"""Signatures that FastAPI reads from dependencies with arguments."""

from inspect import Parameter, Signature
from typing import Any

import attrs

from ...errors import ConfigurationError


def signature_of(**annotations: Any) -> Signature:
    """Return the signature of a dependency from the annotations of its parameters."""
    kind = Parameter.KEYWORD_ONLY
    return Signature([Parameter(name, kind, annotation=annotation) for name, annotation in annotations.items()])


@attrs.frozen
class NeedsCall:
    """A dependency that raises when FastAPI declares it, for a function that must be called first.

    A function that creates dependencies is not a dependency: `Depends(require_permission)` would leave a route open.

    Attributes:
        call: an example of a call.
    """

    call: str

    @property
    def __signature__(self) -> Signature:
        name = self.call.partition("(")[0]
        raise ConfigurationError(f"Depends({name}) needs a call: Depends({self.call})")

    def __call__(self) -> None:
        """Do nothing: FastAPI never calls it."""
