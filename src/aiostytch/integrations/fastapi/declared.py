"""What FastAPI reads of dependencies that are made of arguments."""

from inspect import Parameter, Signature
from typing import Any

import attrs

from ...errors import ConfigurationError


def signature_of(**annotations: Any) -> Signature:
    """Return the signature of a dependency, by the annotations of its parameters."""
    kind = Parameter.KEYWORD_ONLY
    return Signature([Parameter(name, kind, annotation=annotation) for name, annotation in annotations.items()])


@attrs.frozen
class NeedsCall:
    """A dependency that FastAPI cannot declare. That of a parameter is declared together with its function.

    A function that makes dependencies is none itself: `Depends(require_permission)` would leave a route open.

    Attributes:
        call: how the function is called.
    """

    call: str

    @property
    def __signature__(self) -> Signature:
        name = self.call.partition("(")[0]
        raise ConfigurationError(f"Depends({name}) needs a call: Depends({self.call})")

    def __call__(self) -> None:
        """Do nothing: FastAPI never comes so far."""
