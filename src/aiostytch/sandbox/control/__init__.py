"""The control interface of a sandbox: in JSON, for tests in any language.

    /_sandbox/api/openapi.json    the OpenAPI document of all that follows
    /_sandbox/api/outbox          messages: list, wait for one, clear
    /_sandbox/api/clock           time: read, advance, set, freeze
    …

`endpoints` says what there is, `handlers` does it, `document` describes it, and `app.Control` is the ASGI application.
"""
