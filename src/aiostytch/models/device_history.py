# Generated from spec/ by `make generate`. Do not edit: change spec/, templates/ or generator/ instead.
"""Models of `device_history`."""

from __future__ import annotations

from aiostytch import light_attrs
from aiostytch.model import Model, Timestamp


@light_attrs.define(kw_only=True, eq=False, repr=False)
class DeviceAttributeDetails(Model):
    """When an attribute of a device was seen."""

    is_new: bool
    """Whether the attribute is new for this member."""
    first_seen_at: Timestamp | None = None
    """When the attribute was first seen for this member, UTC."""
    last_seen_at: Timestamp | None = None
    """When the attribute was last seen for this member, UTC."""


@light_attrs.define(kw_only=True, eq=False, repr=False)
class DeviceInfo(Model):
    """A device that a member logs in with."""

    visitor_id: str
    """ID of the device, from its fingerprint."""
    ip_address: str | None = None
    """IP address of the device."""
    ip_address_details: DeviceAttributeDetails | None = None
    """When the IP address was seen before."""
    ip_geo_city: str | None = None
    """City of the IP address."""
    ip_geo_country: str | None = None
    """Country code of the IP address."""
    ip_geo_country_details: DeviceAttributeDetails | None = None
    """When the country was seen before."""
    ip_geo_region: str | None = None
    """Region of the IP address."""
    visitor_id_details: DeviceAttributeDetails | None = None
    """When the device was seen before."""
