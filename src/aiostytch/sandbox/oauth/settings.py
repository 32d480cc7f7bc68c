"""The settings of the authorization server. A real project has them in its dashboard."""

from __future__ import annotations

from typing import Any

import attrs

from ..store.apps import OAuthSettings
from ..store.state import State

_DEFAULT = OAuthSettings()


def current(state: State) -> OAuthSettings:
    """Return the current settings."""
    return state.oauth_settings.get(_DEFAULT.id) or _DEFAULT


def change(state: State, **changes: Any) -> None:
    """Change the named settings."""
    state.oauth_settings.put(attrs.evolve(current(state), **changes))
