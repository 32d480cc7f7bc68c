"""Edits of the pets document, one for each kind of change, with the changes in both directions."""

from __future__ import annotations

import copy

import attrs

from .pets import GONE, PETS, Edits

_LIST, _CREATE = "/paths/~1pets/get", "/paths/~1pets/post"
_TOY, _DELETE = "/paths/~1pets~1{pet_id}~1toys~1{toy_id}", "/paths/~1pets~1{pet_id}/delete"
_GET_TOY = PETS["paths"]["/pets/{pet_id}/toys/{toy_id}"]["get"]
_SCHEMAS = "/components/schemas"
_SENT = f"{_CREATE}/requestBody/content/application~1json/schema"
_SESSIONS = [
    {"name": f"X-{name}", "in": "header", "required": False, "schema": {"type": "string"}, "x-sdk-session": name}
    for name in ("token", "jwt")
]


@attrs.frozen
class Case:
    """An edit, with its changes forward and backward. `before` is applied first, to both sides."""

    name: str
    edits: Edits
    forward: tuple[str, ...]
    backward: tuple[str, ...]
    before: Edits = attrs.field(factory=dict[str, object])


def _moved(old: str, new: str) -> Edits:
    """Return the edits that rename a schema, but not the references to it."""
    return {f"{_SCHEMAS}/{old}": GONE, f"{_SCHEMAS}/{new}": copy.deepcopy(PETS["components"]["schemas"][old])}


CASES = (
    Case(
        "a call is removed",
        {_DELETE.removesuffix("/delete"): GONE},
        ("operation removed pets.delete",),
        ("operation added pets.delete",),
    ),
    Case(
        "a resource is removed",
        {f"{_TOY}": GONE},
        (
            "model is no longer a complete response models.schemas.Toy",
            "operation removed pets.toys.get",
            "resource removed pets.toys",
        ),
        (
            "model is now a complete response models.schemas.Toy",
            "operation added pets.toys.get",
            "resource added pets.toys",
        ),
    ),
    Case(
        "a call has another path in the SDK",
        {f"{_DELETE}/x-sdk-call-path": "pets.remove"},
        ("operation renamed pets.delete",),
        ("operation renamed pets.remove",),
    ),
    Case(
        "a call is renamed with its id",
        {f"{_DELETE}/x-sdk-call-path": "pets.remove", f"{_DELETE}/operationId": "other"},
        ("operation renamed pets.delete",),
        ("operation renamed pets.remove",),
    ),
    Case(
        "a call is renamed with its id and its URL",
        {
            f"{_TOY}": GONE,
            "/paths/~1animals~1{pet_id}~1toys~1{toy_id}": {
                "get": {
                    "operationId": "other",
                    "x-sdk-call-path": "pets.toys.fetch",
                    "x-sdk-retry": "read",
                    "parameters": [
                        {"name": "pet_id", "in": "path", "required": True, "schema": {"type": "string"}},
                        {"name": "toy_id", "in": "path", "required": True, "schema": {"type": "string"}},
                    ],
                    "responses": {
                        "200": {
                            "description": "",
                            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Toy"}}},
                        }
                    },
                }
            },
        },
        ("operation renamed pets.toys.get", "request moved pets.toys.fetch"),
        ("operation renamed pets.toys.fetch", "request moved pets.toys.get"),
    ),
    Case(
        "a request is moved",
        {f"{_TOY}": GONE, "/paths/~1animals~1{pet_id}~1toys~1{toy_id}": {"get": _GET_TOY}},
        ("request moved pets.toys.get",),
        ("request moved pets.toys.get",),
    ),
    Case(
        "a body is a form",
        {
            f"{_CREATE}/requestBody/content": {
                "application/x-www-form-urlencoded": {
                    "schema": {
                        "type": "object",
                        "required": ["name"],
                        "properties": {
                            "name": {"type": "string"},
                            "kind": {"$ref": "#/components/schemas/Kind"},
                            "born": {"type": "string"},
                            "tags": {"type": "array", "items": {"type": "string"}},
                            "weight": {"type": "integer"},
                        },
                    }
                }
            }
        },
        ("body format changed pets.create",),
        ("body format changed pets.create",),
        {
            f"{_SENT}/properties/collar": GONE,
            f"{_SENT}/properties/vet": GONE,
            f"{_SENT}/properties/weight/nullable": GONE,
        },
    ),
    Case(
        "a call is no longer safe to repeat",
        {f"{_DELETE}/x-sdk-retry": "creates"},
        ("retried less often pets.delete",),
        ("retried more often pets.delete",),
    ),
    Case(
        "a call has another retry class that is repeated as little",
        {f"{_CREATE}/x-sdk-retry": "sends_message"},
        ("retry class changed pets.create",),
        ("retry class changed pets.create",),
    ),
    Case(
        "a listing has no pages",
        {f"{_LIST}/x-sdk-pagination": None},
        ("no longer returns pages pets.list",),
        ("returns pages pets.list",),
    ),
    Case(
        "a call takes a member session",
        {
            f"{_DELETE}/parameters/1": {
                "name": "X-token",
                "in": "header",
                "required": False,
                "schema": {"type": "string"},
                "x-sdk-session": "token",
            },
            f"{_DELETE}/parameters/2": {
                "name": "X-jwt",
                "in": "header",
                "required": False,
                "schema": {"type": "string"},
                "x-sdk-session": "jwt",
            },
        },
        ("member session accepted pets.delete",),
        ("member session no longer accepted pets.delete",),
    ),
    Case(
        "a call returns another type",
        {f"{_TOY}/get/responses/200/content/application~1json/schema/$ref": "#/components/schemas/Vet"},
        (
            "model is no longer a complete response models.schemas.Toy",
            "model is now a complete response models.schemas.Vet",
            "response changed pets.toys.get",
        ),
        (
            "model is no longer a complete response models.schemas.Vet",
            "model is now a complete response models.schemas.Toy",
            "response changed pets.toys.get",
        ),
    ),
    Case(
        "a call returns something",
        {
            f"{_DELETE}/responses": {
                "200": {"description": "", "content": {"application/json": {"schema": {"type": "string"}}}}
            }
        },
        ("response added pets.delete",),
        ("response changed pets.delete",),
    ),
    Case(
        "pages hold other items",
        {f"{_SCHEMAS}/Page/properties/pets/items/$ref": "#/components/schemas/Toy"},
        ("field type changed models.schemas.Page.pets", "page items changed pets.list"),
        ("field type changed models.schemas.Page.pets", "page items changed pets.list"),
    ),
    Case(
        "the next cursor is elsewhere",
        {
            f"{_SCHEMAS}/Page/properties/next_cursor": GONE,
            f"{_SCHEMAS}/Page/properties/meta": {"type": "object", "properties": {"next_cursor": {"type": "string"}}},
        },
        (
            "cursor changed pets.list",
            "field added models.schemas.Page.meta",
            "field removed models.schemas.Page.next_cursor",
            "model added models.schemas.PageMeta",
        ),
        (
            "cursor changed pets.list",
            "field added models.schemas.Page.next_cursor",
            "field removed models.schemas.Page.meta",
            "model removed models.schemas.PageMeta",
        ),
    ),
    Case(
        "an optional parameter is removed",
        {f"{_SENT}/properties/tags": GONE},
        ("parameter removed pets.create(tags)",),
        ("optional parameter added pets.create(tags)",),
    ),
    Case(
        "a required parameter is added",
        {f"{_SENT}/properties/size": {"type": "integer"}, f"{_SENT}/required/1": "size"},
        ("required parameter added pets.create(size)",),
        ("parameter removed pets.create(size)",),
    ),
    Case(
        "an optional parameter is added",
        {f"{_SENT}/properties/home": {"type": "boolean"}},
        ("optional parameter added pets.create(home)",),
        ("parameter removed pets.create(home)",),
    ),
    Case(
        "a parameter is renamed",
        {f"{_SENT}/properties/born": GONE, f"{_SENT}/properties/born_at": {"type": "string"}},
        ("parameter renamed pets.create(born)",),
        ("parameter renamed pets.create(born_at)",),
    ),
    Case(
        "a parameter becomes required",
        {f"{_SENT}/required/1": "weight"},
        ("parameter became required pets.create(weight)",),
        ("parameter became optional pets.create(weight)",),
    ),
    Case(
        "a parameter takes null no longer",
        {f"{_SENT}/properties/weight/nullable": False},
        ("parameter accepts less pets.create(weight)",),
        ("parameter accepts more pets.create(weight)",),
    ),
    Case(
        "a parameter takes floats",
        {f"{_SENT}/properties/weight/type": "number"},
        ("parameter accepts more pets.create(weight)",),
        ("parameter accepts less pets.create(weight)",),
    ),
    Case(
        "a parameter takes timestamps",
        {f"{_SENT}/properties/born/format": "date-time"},
        ("parameter accepts more pets.create(born)",),
        ("parameter accepts less pets.create(born)",),
    ),
    Case(
        "a parameter takes other models",
        {f"{_SENT}/properties/vet/$ref": "#/components/schemas/Collar"},
        ("parameter accepts less pets.create(vet)",),
        ("parameter accepts less pets.create(vet)",),
    ),
    Case(
        "positional parameters change places",
        {f"{_TOY}": GONE, "/paths/~1toys~1{toy_id}~1pets~1{pet_id}": {"get": _GET_TOY}},
        (
            "positional parameters reordered pets.toys.get(pet_id)",
            "positional parameters reordered pets.toys.get(toy_id)",
            "request moved pets.toys.get",
        ),
        (
            "positional parameters reordered pets.toys.get(pet_id)",
            "positional parameters reordered pets.toys.get(toy_id)",
            "request moved pets.toys.get",
        ),
    ),
    Case(
        "a parameter of the path is one of the query",
        {
            _DELETE.removesuffix("/delete"): GONE,
            "/paths/~1pet": {
                "delete": {
                    "operationId": "id.pets.delete",
                    "x-sdk-call-path": "pets.delete",
                    "x-sdk-retry": "idempotent",
                    "parameters": [{"name": "pet_id", "in": "query", "required": True, "schema": {"type": "string"}}],
                    "responses": {"204": {"description": ""}},
                }
            },
        },
        ("parameter became keyword-only pets.delete(pet_id)", "request moved pets.delete"),
        ("parameter moved pets.delete(pet_id)", "request moved pets.delete"),
    ),
    Case(
        "a parameter accepts some values only",
        {f"{_SENT}/properties/born/x-sdk-values": ["today", "yesterday"]},
        ("parameter accepts less pets.create(born)",),
        ("parameter accepts more pets.create(born)",),
    ),
    Case(
        "the entries of a list are some values only",
        {f"{_SENT}/properties/tags/items/x-sdk-values": ["loud"]},
        ("parameter accepts less pets.create(tags)",),
        ("parameter accepts more pets.create(tags)",),
    ),
    Case(
        "a parameter is in a header",
        {f"{_LIST}/parameters/1/in": "header"},
        ("parameter moved pets.list(limit)",),
        ("parameter moved pets.list(limit)",),
    ),
    Case(
        "a model is added",
        {f"{_SCHEMAS}/Bird": {"type": "object", "properties": {"wings": {"type": "integer"}}}},
        ("model added models.schemas.Bird",),
        ("model removed models.schemas.Bird",),
    ),
    Case(
        "a model is renamed",
        {
            f"{_SCHEMAS}/Toy": GONE,
            f"{_SCHEMAS}/Plaything": {
                "type": "object",
                "required": ["toy_id"],
                "properties": {"toy_id": {"type": "string"}, "given_by": {"type": "string", "default": "nobody"}},
            },
            f"{_TOY}/get/responses/200/content/application~1json/schema/$ref": "#/components/schemas/Plaything",
        },
        ("model renamed models.schemas.Toy",),
        ("model renamed models.schemas.Plaything",),
    ),
    Case(
        "a model has another name in the SDK",
        {f"{_SCHEMAS}/Toy/x-sdk-class": "Plaything"},
        ("model renamed models.schemas.Toy",),
        ("model renamed models.schemas.Plaything",),
    ),
    Case(
        "a model is an enumeration",
        {f"{_SCHEMAS}/Vet": {"type": "string", "enum": ["a"]}},
        (
            "field type changed models.schemas.Pet.vet",
            "model replaced models.schemas.Vet",
            "parameter accepts less pets.create(vet)",
        ),
        (
            "field type changed models.schemas.Pet.vet",
            "model replaced models.schemas.Vet",
            "parameter accepts less pets.create(vet)",
        ),
    ),
    Case(
        "a model is now sent in requests",
        {f"{_SCHEMAS}/Collar/properties/toy": {"$ref": "#/components/schemas/Toy"}},
        ("field added models.schemas.Collar.toy", "model is now sent in requests models.schemas.Toy"),
        ("field removed models.schemas.Collar.toy", "model is no longer sent in requests models.schemas.Toy"),
    ),
    Case(
        "a model is a whole response",
        {
            f"{_DELETE}/responses": {
                "200": {
                    "description": "",
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Vet"}}},
                }
            }
        },
        ("model is now a complete response models.schemas.Vet", "response added pets.delete"),
        ("model is no longer a complete response models.schemas.Vet", "response changed pets.delete"),
    ),
    Case(
        "a response field is added",
        {f"{_SCHEMAS}/Toy/properties/colour": {"type": "string"}, f"{_SCHEMAS}/Toy/required/1": "colour"},
        ("field added models.schemas.Toy.colour",),
        ("field removed models.schemas.Toy.colour",),
    ),
    Case(
        "a required field of what is sent is added",
        {f"{_SCHEMAS}/Collar/properties/buckle": {"type": "string"}, f"{_SCHEMAS}/Collar/required/1": "buckle"},
        ("required field added models.schemas.Collar.buckle",),
        ("field removed models.schemas.Collar.buckle",),
    ),
    Case(
        "a field is renamed",
        {
            f"{_SCHEMAS}/Pet/properties/age": GONE,
            f"{_SCHEMAS}/Pet/properties/age_in_years": {"type": "integer"},
            f"{_SCHEMAS}/Pet/required/1": "age_in_years",
        },
        ("field renamed models.schemas.Pet.age",),
        ("field renamed models.schemas.Pet.age_in_years",),
    ),
    Case(
        "a response field may be missing",
        {f"{_SCHEMAS}/Pet/required/1": GONE},
        ("field may be missing models.schemas.Pet.age",),
        ("field is always present models.schemas.Pet.age",),
    ),
    Case(
        "a field of what is sent becomes required",
        {f"{_SCHEMAS}/Collar/required/1": "bell"},
        ("field became required models.schemas.Collar.bell",),
        ("field became optional models.schemas.Collar.bell",),
    ),
    Case(
        "a response field may be null",
        {f"{_SCHEMAS}/Pet/properties/age/nullable": True},
        ("field can have more values models.schemas.Pet.age",),
        ("field can have fewer values models.schemas.Pet.age",),
    ),
    Case(
        "a field of what is sent may be null",
        {f"{_SCHEMAS}/Collar/properties/size/nullable": True},
        ("field accepts more models.schemas.Collar.size",),
        ("field type changed models.schemas.Collar.size",),
    ),
    Case(
        "a field type changed",
        {f"{_SCHEMAS}/Pet/properties/age/type": "string"},
        ("field type changed models.schemas.Pet.age",),
        ("field type changed models.schemas.Pet.age",),
    ),
    Case(
        "a field of both ways takes more",
        {f"{_SCHEMAS}/Vet/properties/name/nullable": True},
        ("field can have more values models.schemas.Vet.name",),
        ("field type changed models.schemas.Vet.name",),
    ),
    Case(
        "a field has another name on the wire",
        {
            f"{_SCHEMAS}/Pet/properties/age": GONE,
            f"{_SCHEMAS}/Pet/properties/Age": {"type": "integer"},
            f"{_SCHEMAS}/Pet/required/1": "Age",
        },
        ("name on the wire changed models.schemas.Pet.age",),
        ("name on the wire changed models.schemas.Pet.age",),
    ),
    Case(
        "a value is added",
        {f"{_SCHEMAS}/Kind/enum/2": "bird"},
        ("enum value added models.schemas.Kind.BIRD",),
        ("enum value removed models.schemas.Kind.BIRD",),
    ),
    Case(
        "a value is renamed",
        {f"{_SCHEMAS}/Kind/enum/1": "d_og"},
        ("enum value renamed models.schemas.Kind.DOG", "enum value spelled differently models.schemas.Kind.D_OG"),
        ("enum value renamed models.schemas.Kind.D_OG", "enum value spelled differently models.schemas.Kind.DOG"),
    ),
    Case(
        "a value is spelled otherwise",
        {f"{_SCHEMAS}/Kind/enum/1": "DOG"},
        ("enum value spelled differently models.schemas.Kind.DOG",),
        ("enum value spelled differently models.schemas.Kind.DOG",),
    ),
    Case(
        "a field is a secret",
        {f"{_SCHEMAS}/Pet/properties/name/x-sdk-secret": True},
        ("hidden in repr models.schemas.Pet.name",),
        ("shown in repr models.schemas.Pet.name",),
    ),
    Case(
        "a default changes",
        {f"{_SCHEMAS}/Toy/properties/given_by/default": "somebody"},
        ("default changed models.schemas.Toy.given_by",),
        ("default changed models.schemas.Toy.given_by",),
    ),
    Case(
        "a call is deprecated",
        {f"{_DELETE}/deprecated": True},
        ("deprecated pets.delete",),
        ("no longer deprecated pets.delete",),
    ),
    Case(
        "a text changes",
        {f"{_SCHEMAS}/Pet/properties/name/description": "What to call it."},
        ("text changed models.schemas.Pet.name",),
        ("text changed models.schemas.Pet.name",),
    ),
    Case(
        "the document has another version",
        {"/info/version": "2"},
        ("document changed info",),
        ("document changed info",),
    ),
    Case(
        "a hand-written class is added",
        {"/x-sdk-mixins": {"pets": "pets.hand:Written"}},
        ("hand-written calls added pets",),
        ("hand-written calls changed pets",),
    ),
)
