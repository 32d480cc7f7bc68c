# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `project`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Model, OpenEnum, Response


class ProjectMetricMetricType(OpenEnum):
    """What is counted."""

    UNKNOWN = "UNKNOWN"
    """Something that this version of the API does not name."""
    USER_COUNT = "USER_COUNT"
    """Users of a consumer project."""
    ORGANIZATION_COUNT = "ORGANIZATION_COUNT"
    """Organizations."""
    MEMBER_COUNT = "MEMBER_COUNT"
    """Members of all organizations."""
    M2M_CLIENT_COUNT = "M2M_CLIENT_COUNT"
    """M2M clients."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class ProjectMetric(Model):
    """A metric."""

    metric_type: ProjectMetricMetricType
    """What is counted."""
    count: int
    """How many there are."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class MetricsResponse(Response):
    """The metrics of a project."""

    request_id: str
    """ID of the API call; log it, and quote it to support."""
    project_id: str
    """ID of the project."""
    metrics: list[ProjectMetric]
    """The numbers."""
    status_code: int
    """HTTP status code of the response."""
