# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""The calls of `project`."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from aiostytch.operation import Operation, RequestOptions, Resource

from ..models.project import MetricsResponse

_METRICS = Operation("api_project_v1_Metrics", "project.metrics", "GET /v1/projects/metrics", MetricsResponse)


class Project(Resource):
    """The project as a whole."""

    def metrics(self, *, options: RequestOptions | None = None) -> Coroutine[Any, Any, MetricsResponse]:
        """Count the organizations, members and clients of the project.

        The numbers may not include the latest changes. Safe to retry.
        """
        return self._call(_METRICS, locals())
