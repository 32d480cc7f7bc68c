"""Decoding of signed bodies: a fast decoder for valid ones, and a tolerant one for the others.

A published object lacks some fields of the API's object. So it is decoded to a class with the same, optional fields,
which is created from the model on first use. If it does not match that class, the tolerant decoder of responses decodes
it.
"""

from __future__ import annotations

import datetime
from typing import Any, get_type_hints

import attrs
import msgspec

from aiostytch.errors import WebhookPayloadError
from aiostytch.model import Model, Timestamp
from aiostytch.tolerant import Converter, Drift, MismatchError

_NULL = msgspec.Raw(b"null")


class Envelope(msgspec.Struct):
    """The body of a delivery; the name of the object's field is its type."""

    project_id: str = ""
    event_id: str = ""
    action: str = ""
    object_type: str = ""
    source: str = ""
    id: str = ""
    vertical: str = ""
    timestamp: Timestamp | None = None
    member: msgspec.Raw = _NULL
    organization: msgspec.Raw = _NULL
    saml_connection: msgspec.Raw = _NULL
    oidc_connection: msgspec.Raw = _NULL
    scim_connection: msgspec.Raw = _NULL


_ENVELOPES = msgspec.json.Decoder(Envelope)
_OBJECTS = msgspec.json.Decoder(dict[str, Any])
_BROKEN = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


def decode_envelope(body: bytes) -> Envelope:
    """Decode a body, without values of a wrong type.

    Raises:
        WebhookPayloadError: the body is not a JSON object.
    """
    try:
        return _ENVELOPES.decode(body)
    except _BROKEN:
        return _envelope_of_parts(decode_object(body))


def decode_object(body: bytes) -> dict[str, Any]:
    """Decode a body to a dict.

    Raises:
        WebhookPayloadError: the body is not a JSON object.
    """
    try:
        return _OBJECTS.decode(body)
    except _BROKEN:
        raise WebhookPayloadError("the body of the delivery is not a JSON object") from None


def _envelope_of_parts(found: dict[str, Any]) -> Envelope:
    envelope = Envelope()
    for name in Envelope.__struct_fields__:
        value = found.get(name)
        if isinstance(getattr(envelope, name), msgspec.Raw):
            setattr(envelope, name, msgspec.Raw(msgspec.json.encode(value)))
        elif isinstance(value, str):
            setattr(envelope, name, _timestamp(value) if name == "timestamp" else value)
    return envelope


def _timestamp(value: str) -> datetime.datetime | None:
    try:
        return msgspec.convert(value, Timestamp)
    except msgspec.ValidationError:
        return None


def decode_published(content: msgspec.Raw, model: type[Model]) -> Any:
    """Return a published object; None if it is missing or not an object."""
    if content == _NULL:
        return None
    try:
        return _decoder(model).decode(content)
    except _BROKEN:
        return _tolerant(content, model)


def _tolerant(content: msgspec.Raw, model: type[Model]) -> Any:
    try:
        return Converter(_ignore).convert(msgspec.json.decode(content), model)
    except (MismatchError, *_BROKEN):
        return None


def _ignore(_drift: Drift) -> None:
    """Report nothing: a published object usually lacks fields."""


# The decoders of published objects, by model: creating one takes milliseconds. There are five models.
_decoders: dict[type[Any], msgspec.json.Decoder[Any]] = {}


def _decoder(model: type[Model]) -> msgspec.json.Decoder[Any]:
    if model not in _decoders:
        _decoders[model] = msgspec.json.Decoder(_published(model))
    return _decoders[model]


def _published(model: type[Model]) -> type[Any]:
    """Return a subclass of the model in which all fields are optional."""
    hints = get_type_hints(model, include_extras=True)
    fields = {
        field.name: attrs.field(default=None, type=hints[field.name] | None, repr=field.repr)
        for field in attrs.fields(model)
    }
    published = attrs.make_class(model.__name__, fields, bases=(model,), kw_only=True, eq=False, repr=False)
    for name in fields:  # the decoder looks up missing fields: an AttributeError takes longer than decoding a field
        setattr(published, name, None)
    return published
