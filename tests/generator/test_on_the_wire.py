"""Generated code sends and reads the exact bytes that the document specifies."""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from aiostytch import UNSET, ConfigurationError, DecodeError, InvalidArgumentError, RawResponse, RequestOptions
from aiostytch.credentials import basic_credential, bearer_credential, key_credential
from aiostytch.operation import File
from aiostytch.wire import Headers, Request
from generator.docs import Docs
from generator.problems import InputError
from generator.reader import read
from tests.fakes import response, script
from tests.generator.packages import document, imported, json_content, operation, reference
from tests.generator.reading import operations

TEXT: dict[str, Any] = {"type": "string"}
PET: dict[str, Any] = {"type": "object", "properties": {"name": TEXT}}
DONE = RawResponse(status_code=204, headers=Headers(), content=b"")


async def sent(folder: Path, parts: Mapping[str, Any], *arguments: Any, **named: Any) -> Request:
    """Call an operation, and return its request."""
    method, more = named.pop("method", "post"), named.pop("more", {})
    path = named.pop("path", "/pets")
    content = document({path: {method: operation("pets.call", **parts)}}, {"Pet": PET}, **more)
    with imported(content, folder) as package:
        transport = script(DONE)
        await package.resources(transport).pets.call(*arguments, **named)
    (request,) = transport.requests
    return request


def content(*media_types: str, schema: Mapping[str, Any] = PET) -> dict[str, Any]:
    return {"requestBody": {"content": {name: {"schema": schema} for name in media_types}}}


def header(request: Request, name: str) -> list[str]:
    return [value for key, value in request.headers if key.lower() == name.lower()]


# -- media types -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("offered", "taken"),
    [
        (["application/merge-patch+json"], "application/merge-patch+json"),
        (["application/a+json", "application/json"], "application/json"),
        (["application/b+json", "application/a+json"], "application/a+json"),
        (["application/json; charset=utf-8"], "application/json; charset=utf-8"),
        (["*/*"], "application/json"),
        (["application/xml", "application/vnd.pets+json"], "application/vnd.pets+json"),
    ],
)
async def test_json_is_sent_under_its_own_name(tmp_path: Path, offered: list[str], taken: str) -> None:
    request = await sent(tmp_path, content(*offered), name="Tom")
    assert header(request, "Content-Type") == [taken]
    assert request.content == b'{"name":"Tom"}'


async def test_the_schema_that_is_sent_is_that_of_the_media_type_that_is_named(tmp_path: Path) -> None:
    """The media type is not the alphabetically first one under another name."""
    media_types = {
        "application/a+json": {"schema": {"type": "object", "properties": {"other": TEXT}}},
        "application/json": {"schema": PET},
    }
    request = await sent(tmp_path, {"requestBody": {"content": media_types}}, name="Tom")
    assert (header(request, "Content-Type"), request.content) == (["application/json"], b'{"name":"Tom"}')


@pytest.mark.parametrize(
    ("offered", "accepted"),
    [
        (["application/hal+json"], "application/hal+json"),
        (["application/hal+json", "application/json"], "application/json"),
        (["text/csv"], "text/csv"),
        (["application/pdf", "text/html"], "text/html"),
        (["*/*"], "*/*"),
    ],
)
async def test_accepted_values_are_read_unchanged(tmp_path: Path, offered: list[str], accepted: str) -> None:
    responses = {"200": {"description": "A pet.", "content": {name: {"schema": PET} for name in offered}}}
    with imported(document({"/pets": {"get": operation("pets.call", responses=responses)}}), tmp_path) as package:
        transport = script(response(content={"name": "Tom"}))
        await package.resources(transport).pets.call()
    assert header(transport.requests[0], "Accept") == [accepted]


@pytest.mark.parametrize(
    "name", ["nonsense", "text/html\r\nX-Evil: 1", "a b/c", "text/html;", "text/html; a", 'text/html; a="b']
)
def test_invalid_media_types_are_refused(name: str) -> None:
    with pytest.raises(InputError, match="not a media type"):
        read(document({"/pets": {"post": operation("pets.call", **content(name))}}), Docs(), "spec")


async def test_text_is_read_in_its_charset(tmp_path: Path) -> None:
    responses = {"200": {"description": "A name.", "content": {"text/plain": {"schema": TEXT}}}}
    with imported(document({"/pets": {"get": operation("pets.call", responses=responses)}}), tmp_path) as package:

        async def read_as(body: bytes, media_type: str) -> Any:
            headers = Headers([("Content-Type", media_type)])
            return await package.resources(
                script(RawResponse(status_code=200, headers=headers, content=body))
            ).pets.call()

        assert await read_as("Ä".encode(), "text/plain") == "Ä"
        assert await read_as("Ä".encode("latin-1"), 'text/plain; charset="iso-8859-1"') == "Ä"
        for body, media_type in ((b"\xff", "text/plain"), (b"a", "text/plain; charset=klingon")):
            with pytest.raises(DecodeError, match="charset"):
                await read_as(body, media_type)


async def test_bytes_are_read_as_they_are(tmp_path: Path) -> None:
    binary = {"schema": {"type": "string", "format": "binary"}}
    responses = {"200": {"description": "A picture.", "content": {"image/png": binary}}}
    with imported(document({"/pets": {"get": operation("pets.call", responses=responses)}}), tmp_path) as package:
        raw = RawResponse(status_code=200, headers=Headers(), content=b"\x89PNG\xff")
        assert await package.resources(script(raw)).pets.call() == b"\x89PNG\xff"


@pytest.mark.parametrize(
    ("media_type", "given", "body"),
    [
        ("text/plain", "Ä", "Ä".encode()),
        ("application/xml", "<a/>", b"<a/>"),
        ("application/octet-stream", b"\xff", b"\xff"),
    ],
)
async def test_a_body_that_is_not_json_is_sent_unchanged(
    tmp_path: Path, media_type: str, given: Any, body: bytes
) -> None:
    request = await sent(tmp_path, content(media_type, schema=TEXT), body=given)
    assert (header(request, "Content-Type"), request.content) == ([media_type], body)


@pytest.mark.parametrize(
    ("described", "given", "text"),
    [
        (json_content({"type": "object"}), {"a": 1}, '{"a":1}'),
        ({"schema": {"type": "string", "format": "binary"}}, "abc", "abc"),
    ],
)
async def test_a_header_may_hold_json(tmp_path: Path, described: Any, given: Any, text: str) -> None:
    """Binary data is a string there."""
    request = await sent(tmp_path, {"parameters": [{"name": "X-Pet", "in": "header", **described}]}, x_pet=given)
    assert header(request, "X-Pet") == [text]


async def test_text_that_has_no_octets_is_not_sent(tmp_path: Path) -> None:
    parameter = {"name": "pet", "in": "query", "style": "deepObject", "explode": True, "schema": {"type": "object"}}
    with pytest.raises(InvalidArgumentError, match="pet has a character that cannot be encoded"):
        await sent(tmp_path, {"parameters": [parameter]}, pet={"a": "\ud800"})


async def test_a_body_that_is_not_given_is_not_sent(tmp_path: Path) -> None:
    assert (await sent(tmp_path, content("text/plain", schema=TEXT))).content == b""


async def test_only_a_json_object_takes_more_properties(tmp_path: Path) -> None:
    options = RequestOptions(extra_body={"a": 1})
    with pytest.raises(ConfigurationError, match="extra_body adds properties to a JSON object"):
        await sent(tmp_path, content("text/plain", schema=TEXT), body="Tom", options=options)


@pytest.mark.parametrize("given", [7, "\ud800"])
async def test_invalid_bodies_are_refused(tmp_path: Path, given: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="the body"):
        await sent(tmp_path, content("text/plain", schema=TEXT), body=given)


def test_a_body_of_any_image_type_is_refused() -> None:
    """The document does not say which one it is."""
    with pytest.raises(InputError, match=r"any image/\*"):
        read(document({"/pets": {"post": operation("pets.call", **content("image/*"))}}), Docs(), "spec")


# -- credentials -------------------------------------------------------------------------------------------------------

SCHEMES: dict[str, Any] = {
    "Basic": {"type": "http", "scheme": "basic"},
    "Token": {"type": "oauth2", "flows": {}},
    "Key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "Query": {"type": "apiKey", "in": "query", "name": "key"},
}


def secured(security: Any = None, own: Any = None) -> dict[str, Any]:
    whole = {} if security is None else {"security": security}
    parts = {} if own is None else {"security": own}
    paths = {"/pets": {"get": operation("pets.call", **parts)}}
    return document(paths, components={"securitySchemes": SCHEMES}, **whole)


@pytest.mark.parametrize(
    ("security", "own", "credentials"),
    [
        (None, None, False),
        ([], None, False),
        ([{}], None, False),
        ([{"Basic": []}], [], False),
        ([{"Basic": []}], [{}], False),
        ([{"Basic": []}], None, True),
        (None, [{"Token": ["read"]}], True),
        ([{"Basic": []}, {}], None, (("Basic",), ())),
        ([{"Basic": []}, {"Key": [], "Token": []}], None, (("Basic",), ("Key", "Token"))),
        ([{"Query": []}, {"Key": []}], None, True),
    ],
)
def test_the_credentials_of_a_call(security: Any, own: Any, credentials: Any) -> None:
    (found,) = operations(read(secured(security, own), Docs(), "spec")).values()
    assert found.credentials == credentials


@pytest.mark.parametrize("security", [[{"Query": []}], [{"Query": [], "Basic": []}], [{"Token": [], "Basic": []}]])
def test_credentials_that_cannot_be_sent_are_refused(security: Any) -> None:
    with pytest.raises(
        InputError, match="/security: offers no supported scheme: HTTP Basic, a bearer token, or an API key in a header"
    ):
        read(secured(security), Docs(), "spec")


def test_a_security_scheme_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="/security/0/Gone: this security scheme does not exist"):
        read(secured([{"Gone": []}, {"Basic": []}]), Docs(), "spec")


def test_the_header_of_a_key_is_not_a_parameter() -> None:
    """It would be sent twice."""
    content = secured([{"Key": []}])
    content["paths"]["/pets"]["get"]["parameters"] = [
        {"name": "x-key", "in": "header", "schema": TEXT, "required": True}
    ]
    (found,) = operations(read(content, Docs(), "spec")).values()
    assert found.parameters == ()


# -- requests ----------------------------------------------------------------------------------------------------------


async def test_read_only_properties_are_not_sent(tmp_path: Path) -> None:
    schema = {
        "type": "object",
        "required": ["id", "name"],
        "properties": {"id": {**TEXT, "readOnly": True}, "name": TEXT},
    }
    request = await sent(tmp_path, content("application/json", schema=schema), name="Tom")
    assert request.content == b'{"name":"Tom"}'


async def test_a_class_that_is_sent_and_received_needs_what_both_have(tmp_path: Path) -> None:
    """A required read-only property can be omitted in a request, and a write-only one in a response."""
    owner = {
        "type": "object",
        "required": ["id", "name", "pin"],
        "properties": {"id": {**TEXT, "readOnly": True}, "name": TEXT, "pin": {**TEXT, "writeOnly": True}},
    }
    body = json_content({"type": "object", "properties": {"owner": reference("Owner")}})
    paths = {"/pets": {"post": operation("pets.call", reference("Owner"), requestBody=body)}}
    with imported(document(paths, {"Owner": owner}), tmp_path) as package:
        model = package.module("models.schemas").Owner
        transport = script(response(content={"id": "o1", "name": "Ada"}))
        found = await package.resources(transport).pets.call(owner=model(name="Ada", pin="1234"))
    assert json.loads(transport.requests[0].content) == {"owner": {"name": "Ada", "pin": "1234"}}
    assert (found.id, found.name, found.pin) == ("o1", "Ada", UNSET)


NULLS = {
    "type": "object",
    "required": ["may_be", "must"],
    "properties": {
        "must": TEXT,
        "may_be": {"type": ["string", "null"]},
        "nullable": {"type": ["string", "null"]},
        "plain": TEXT,
        "any": {},
    },
}


async def test_null_is_sent_where_it_may_be(tmp_path: Path) -> None:
    parts = content("application/json", schema=NULLS)
    request = await sent(tmp_path, parts, must="a", may_be=None, nullable=None, any=None)
    assert request.content == b'{"may_be":null,"must":"a","any":null,"nullable":null}'


@pytest.mark.parametrize("name", ["must", "plain"])
async def test_null_is_refused_where_it_may_not_be(tmp_path: Path, name: str) -> None:
    given = {"must": "a", "may_be": "b", name: None}
    with pytest.raises(InvalidArgumentError, match=f"{name} must not be None"):
        await sent(tmp_path, content("application/json", schema=NULLS), **given)


def test_types_allow_null_where_it_may_be(tmp_path: Path) -> None:
    paths = {"/pets": {"post": operation("pets.call", **content("application/json", schema=NULLS))}}
    with imported(document(paths), tmp_path) as package:
        parameters = inspect.signature(package.module("resources.pets").Pets.call).parameters
    assert {name: found.annotation for name, found in parameters.items() if name in NULLS["properties"]} == {
        "must": "str",
        "may_be": "str | None",
        "nullable": "Maybe[str]",
        "plain": "str | UnsetType",
        "any": "Any | UnsetType",
    }


def test_an_overlay_says_that_null_may_be_anywhere(tmp_path: Path) -> None:
    paths = {"/pets": {"post": operation("pets.call", **content("application/json", schema=NULLS))}}
    with imported({**document(paths), "x-sdk-nulls": True}, tmp_path) as package:
        parameters = inspect.signature(package.module("resources.pets").Pets.call).parameters
    assert parameters["plain"].annotation == "Maybe[str]"


@pytest.mark.parametrize("method", ["get", "head", "delete"])
async def test_openapi_3_0_ignores_bodies_that_http_does_not_define(tmp_path: Path, method: str) -> None:
    parts = content("application/json")
    request = await sent(tmp_path, parts, method=method, more={"openapi": "3.0.3"})
    assert (request.content, header(request, "Content-Type")) == (b"", [])


@pytest.mark.parametrize("method", ["get", "delete"])
async def test_openapi_3_1_sends_them(tmp_path: Path, method: str) -> None:
    request = await sent(tmp_path, content("application/json"), method=method, name="Tom")
    assert request.content == b'{"name":"Tom"}'


@pytest.mark.parametrize(
    "name", ["User-Agent", "accept-encoding", "HOST", "Content-Length", "Connection", "Transfer-Encoding", "Accept"]
)
async def test_headers_of_the_runtime_are_not_parameters(tmp_path: Path, name: str) -> None:
    """They would be sent twice."""
    parameters = [{"name": name, "in": "header", "required": True, "schema": TEXT}]
    request = await sent(tmp_path, {"parameters": parameters})
    assert len(header(request, name)) <= 1


def test_a_header_is_one_parameter_in_any_case() -> None:
    parameters = [{"name": name, "in": "header", "schema": TEXT} for name in ("X-Trace", "x-trace")]
    with pytest.raises(InputError, match="`x-trace` is already a parameter in the header"):
        read(document({"/pets": {"get": operation("pets.call", parameters=parameters)}}), Docs(), "spec")


def listing(cursor: Mapping[str, Any], following: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    page = {
        "type": "object",
        "properties": {"next_cursor": following, "pets": {"type": "array", "items": reference("Pet")}},
    }
    parameters = [{"name": "cursor", "in": "query", "schema": cursor}]
    return document({"/pets": {"get": operation("pets.list", page, parameters=parameters, **more)}}, {"Pet": PET})


NUMBER = {"type": "integer"}


@pytest.mark.parametrize(
    ("cursor", "following", "is_paged"), [(TEXT, TEXT, True), (NUMBER, NUMBER, False), (TEXT, NUMBER, False)]
)
def test_a_listing_has_pages_if_its_cursors_are_strings(cursor: Any, following: Any, is_paged: bool) -> None:
    found = operations(read(listing(cursor, following), Docs(), "spec"))["pets.list"]
    assert bool(found.pagination) is is_paged


def test_pages_that_are_declared_need_a_string_as_well() -> None:
    declared = {"x-sdk-pagination": {"cursor": "cursor", "next-cursor": "next_cursor", "items": "pets"}}
    with pytest.raises(InputError, match="/x-sdk-pagination/cursor: is not a string; a cursor must be one"):
        read(listing(NUMBER, NUMBER, **declared), Docs(), "spec")


# -- parameters --------------------------------------------------------------------------------------------------------

TEXTS = {"type": "array", "items": TEXT}
FILTER = {"type": "object", "properties": {"name": TEXT, "age": {"type": "integer"}}}


@pytest.mark.parametrize(
    ("style", "schema", "given", "query"),
    [
        ({}, TEXTS, ["a,b", "c"], "x=a%2Cb&x=c"),
        ({"explode": False}, TEXTS, ["a,b", "c"], "x=a%2Cb,c"),
        ({"explode": False}, TEXTS, [], ""),
        ({"style": "spaceDelimited", "explode": False}, TEXTS, ["a", "b"], "x=a%20b"),
        ({"style": "pipeDelimited", "explode": False}, TEXTS, ["a", "b"], "x=a%7Cb"),
        ({"style": "pipeDelimited"}, TEXTS, ["a", "b"], "x=a%7Cb"),
        ({"style": "deepObject"}, FILTER, {"name": "T&m", "age": 3}, "x%5Bname%5D=T%26m&x%5Bage%5D=3"),
        ({"style": "deepObject"}, {"type": "object"}, {"a": {"b": True}, "c": UNSET}, "x%5Ba%5D%5Bb%5D=true"),
        ({}, FILTER, {"name": "a b", "age": 3}, "name=a%20b&age=3"),
        ({"explode": False}, FILTER, {"name": "a,b"}, "x=name,a%2Cb"),
        ({"explode": False}, {"type": "integer"}, 7, "x=7"),
    ],
)
async def test_a_query_is_written_in_its_style(
    tmp_path: Path, style: Mapping[str, Any], schema: Any, given: Any, query: str
) -> None:
    parameters = [{"name": "x", "in": "query", "schema": schema, **style}]
    request = await sent(tmp_path, {"parameters": parameters}, method="get", x=given)
    assert request.url == f"https://pets.example/pets{'?' if query else ''}{query}"


async def test_a_parameter_can_be_json(tmp_path: Path) -> None:
    parameters = [{"name": "x", "in": "query", **json_content(FILTER)}]
    request = await sent(tmp_path, {"parameters": parameters}, method="get", x={"name": "a b"})
    assert request.url == "https://pets.example/pets?x=%7B%22name%22%3A%22a%20b%22%7D"


@pytest.mark.parametrize("given", [["a/b", "c"], "a/b"])
async def test_a_list_in_a_path_and_in_a_header_has_commas(tmp_path: Path, given: Any) -> None:
    parameters = [
        {"name": "ids", "in": "path", "required": True, "schema": TEXTS},
        {"name": "X-Ids", "in": "header", "schema": TEXTS},
    ]
    request = await sent(tmp_path, {"parameters": parameters}, given, path="/pets/{ids}", x_ids=["a", "b"])
    assert request.url == "https://pets.example/pets/" + ("a%2Fb,c" if isinstance(given, list) else "a%2Fb")
    assert header(request, "X-Ids") == ["a,b"]


@pytest.mark.parametrize("given", [[], [""], ["a", ""], "..", [".."]])
async def test_a_list_in_a_path_stays_one_segment(tmp_path: Path, given: Any) -> None:
    parameters = [{"name": "ids", "in": "path", "required": True, "schema": TEXTS}]
    with pytest.raises(InvalidArgumentError, match="ids must have 1 to 256 characters"):
        await sent(tmp_path, {"parameters": parameters}, given, path="/pets/{ids}")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("x" * 257, "id has 257 characters, and a part of a path at most 256"),
        (1 << 64, "id has an integer of more"),
    ],
)
async def test_values_that_a_path_cannot_hold_are_refused_with_the_reason(tmp_path: Path, given: Any, why: str) -> None:
    parameters = [{"name": "id", "in": "path", "required": True, "schema": {}}]
    parameters[0]["schema"] = {"type": ["string", "integer"]}
    with pytest.raises(InvalidArgumentError, match=why):
        await sent(tmp_path, {"parameters": parameters}, given, path="/pets/{id}")


async def test_a_large_whole_number_is_sent_as_json(tmp_path: Path) -> None:
    schema = {"type": "object", "properties": {"size": {"type": "integer"}}}
    request = await sent(tmp_path, content("application/json", schema=schema), size=1 << 70)
    assert request.content == b'{"size":%d}' % (1 << 70)


async def test_names_in_several_places_are_told_apart(tmp_path: Path) -> None:
    """The path parameter keeps its name."""
    parameters = [
        {"name": "id", "in": "path", "required": True, "schema": TEXT},
        {"name": "ID", "in": "query", "schema": TEXT},
        {"name": "Id", "in": "header", "schema": TEXT},
    ]
    schema = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "a-b": TEXT, "a_b": TEXT}}
    parts = {"parameters": parameters, **content("application/json", schema=schema)}
    given = {"query_id": "b", "header_id": "c", "body_id": "d", "a_b": "e", "a_b_2": "f"}
    request = await sent(tmp_path, parts, "a", path="/pets/{id}", **given)
    assert request.url == "https://pets.example/pets/a?ID=b"
    assert header(request, "Id") == ["c"]
    assert json.loads(request.content) == {"id": "d", "a-b": "e", "a_b": "f"}


# -- forms and parts ---------------------------------------------------------------------------------------------------

FORM = {
    "type": "object",
    "properties": {
        "name": TEXT,
        "tags": TEXTS,
        "owner": FILTER,
        "anything": {},
        "deep": FILTER,
        "joined": TEXTS,
    },
}


async def test_a_form_holds_objects_as_the_encoding_says(tmp_path: Path) -> None:
    """An empty value is sent as JSON."""
    media_type = {
        "schema": FORM,
        "encoding": {"deep": {"style": "deepObject", "explode": True}, "joined": {"explode": False}},
    }
    parts = {"requestBody": {"content": {"application/x-www-form-urlencoded": media_type}}}
    given = {
        "name": "a b",
        "tags": ["x", "y"],
        "owner": {"name": "Ada"},
        "anything": [1],
        "deep": {"age": 3},
        "joined": ["p", "q"],
    }
    request = await sent(tmp_path, parts, **given)
    assert request.content.decode() == (
        "anything=%5B1%5D&deep%5Bage%5D=3&joined=p,q&name=a+b&owner=%7B%22name%22%3A%22Ada%22%7D&tags=x&tags=y"
    )


BINARY = {"type": "string", "format": "binary"}
UPLOAD = {
    "type": "object",
    "required": ["photo"],
    "properties": {
        "photo": BINARY,
        "name": TEXT,
        "tags": TEXTS,
        "owner": FILTER,
        "others": {"type": "array", "items": BINARY},
        "icon": BINARY,
        "anything": {},
    },
}


def parts_of(request: Request) -> list[tuple[str, bytes]]:
    """Parse a multipart body independently of our code: header lines and content."""
    (media_type,) = header(request, "Content-Type")
    boundary = media_type.removeprefix("multipart/form-data; boundary=").encode()
    start, *parts, end = request.content.split(b"--" + boundary)
    assert (start, end) == (b"", b"--\r\n")
    pairs = [part.removeprefix(b"\r\n").removesuffix(b"\r\n").split(b"\r\n\r\n", 1) for part in parts]
    return [(head.decode().replace("\r\n", "; "), body) for head, body in pairs]


async def test_a_multipart_body_has_a_part_for_each_property(tmp_path: Path) -> None:
    media_type = {"schema": UPLOAD, "encoding": {"icon": {"contentType": "image/png"}}}
    parts = {"requestBody": {"content": {"multipart/form-data": media_type}}}
    given = {
        "photo": File(b"\xff\x00", 'a"b.jpg', "image/jpeg"),
        "name": "Tom\u00e9",
        "tags": ["x", "y"],
        "owner": {"name": "Ada"},
        "others": [b"1", File(b"2")],
        "icon": b"3",
        "anything": {"a": 1},
    }
    request = await sent(tmp_path, parts, **given)
    plain = 'Content-Disposition: form-data; name="{}"'
    file = plain + '; filename="{}"; Content-Type: {}'
    assert parts_of(request) == [
        (file.format("photo", "a%22b.jpg", "image/jpeg"), b"\xff\x00"),
        (f"{plain.format('anything')}; Content-Type: application/json", b'{"a":1}'),
        (file.format("icon", "file", "image/png"), b"3"),
        (plain.format("name"), "Tom\u00e9".encode()),
        (file.format("others", "file", "application/octet-stream"), b"1"),
        (file.format("others", "file", "application/octet-stream"), b"2"),
        (f"{plain.format('owner')}; Content-Type: application/json", b'{"name":"Ada"}'),
        (plain.format("tags"), b"x"),
        (plain.format("tags"), b"y"),
    ]


@pytest.mark.parametrize("photo", ["text", 7, None, File(b"", media_type="image/png\r\nX-Evil: 1")])
async def test_invalid_files_are_refused(tmp_path: Path, photo: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="photo"):
        await sent(tmp_path, content("multipart/form-data", schema=UPLOAD), photo=photo)


def test_a_file_does_not_show_what_it_holds() -> None:
    assert repr(File(b"secret", "a.txt")) == "<File a.txt, 6 bytes>"


# -- responses ---------------------------------------------------------------------------------------------------------


def responses(**schemas: Any) -> dict[str, Any]:
    return {
        code.removeprefix("s"): {"description": "A success."} | ({} if schema is None else json_content(schema))
        for code, schema in schemas.items()
    }


async def test_the_status_decides_which_response_it_is(tmp_path: Path) -> None:
    """If other success responses have a body, one without is None."""
    owner = {"type": "object", "required": ["id"], "properties": {"id": TEXT}}
    parts = {"responses": responses(s200=reference("Pet"), s201=reference("Owner"), s204=None)}
    content = document({"/pets": {"get": operation("pets.call", **parts)}}, {"Pet": PET, "Owner": owner})
    with imported(content, tmp_path) as package:

        async def call(raw: RawResponse) -> Any:
            return await package.resources(script(raw)).pets.call()

        models = package.module("models.schemas")
        assert isinstance(await call(response(200, {"name": "Tom"})), models.Pet)
        assert isinstance(await call(response(201, {"id": "o1"})), models.Owner)
        assert await call(DONE) is None
        text = inspect.getsource(package.module("resources.pets"))
    assert "-> Coroutine[Any, Any, Pet | Owner | None]:" in text


async def test_a_response_may_be_null(tmp_path: Path) -> None:
    either = {"oneOf": [reference("Pet"), {"type": "null"}]}
    content = document({"/pets": {"get": operation("pets.call", either)}}, {"Pet": PET})
    with imported(content, tmp_path) as package:
        assert await package.resources(script(response(content=None))).pets.call() is None
        found = await package.resources(script(response(content={"name": "Tom"}))).pets.call()
    assert (found.name, found.raw.status_code) == ("Tom", 200)


async def test_the_response_to_head_has_no_body(tmp_path: Path) -> None:
    content = document({"/pets": {"head": operation("pets.call", PET)}})
    with imported(content, tmp_path) as package:
        raw = RawResponse(status_code=200, headers=Headers(), content=b"")
        assert (await package.resources(script(raw)).pets.call()).raw.status_code == 200


def test_credentials_are_headers_that_do_not_show_themselves() -> None:
    found = [
        basic_credential("Basic", "ada", "secret"),
        bearer_credential("Token", "secret"),
        key_credential("Key", "X-Key", "secret"),
    ]
    assert [(each.header, each.value.reveal()) for each in found] == [
        ("Authorization", "Basic YWRhOnNlY3JldA=="),
        ("Authorization", "Bearer secret"),
        ("X-Key", "secret"),
    ]
    assert "secret" not in repr(found)


@pytest.mark.parametrize(
    "make",
    [
        lambda: bearer_credential("Token", "a b"),
        lambda: basic_credential("Basic", "a:b", "c"),
        lambda: basic_credential("B", "a", ""),
    ],
)
def test_impossible_credentials_are_refused(make: Any) -> None:
    with pytest.raises(ConfigurationError):
        make()


async def test_octets_under_any_media_type_are_read_as_they_are(tmp_path: Path) -> None:
    responses = {"200": {"description": "A picture.", "content": {"*/*": {"schema": BINARY}}}}
    with imported(document({"/pets": {"get": operation("pets.call", responses=responses)}}), tmp_path) as package:
        raw = RawResponse(status_code=200, headers=Headers(), content=b"\x89PNG\xff")
        assert await package.resources(script(raw)).pets.call() == b"\x89PNG\xff"


async def test_a_part_is_json_if_its_encoding_says_so(tmp_path: Path) -> None:
    media_type = {
        "schema": {"type": "object", "properties": {"name": TEXT}},
        "encoding": {"name": {"contentType": "application/json"}},
    }
    request = await sent(tmp_path, {"requestBody": {"content": {"multipart/form-data": media_type}}}, name="Tom")
    head = 'Content-Disposition: form-data; name="name"; Content-Type: application/json'
    assert parts_of(request) == [(head, b'"Tom"')]
