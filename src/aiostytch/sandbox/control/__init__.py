"""The control API of a sandbox: JSON over HTTP, for tests in any language.

    /_sandbox/api/openapi.json    the OpenAPI document of the control API
    /_sandbox/api/outbox          messages: list, wait for one, clear
    /_sandbox/api/clock           time: read, advance, set, freeze
    …

`endpoints` declares endpoints, `handlers` implements them, `document` describes them in OpenAPI, and `app.ControlAPI`
is the ASGI application.
"""
