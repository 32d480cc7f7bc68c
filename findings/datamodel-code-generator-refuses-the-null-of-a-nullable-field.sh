#!/usr/bin/env bash
# datamodel-code-generator generates types for pydantic or for msgspec from the same OpenAPI 3.0 document. An optional field
# with `nullable: true` becomes `str | None` for pydantic, but `str | UnsetType` for msgspec. The msgspec type refuses the null
# that the document allows, so a client fails on a valid response. The option --strict-nullable, whose name and help suggest
# that it allows null in fewer places, makes the field `str | None`. The generator does not warn.
#
# Seen with datamodel-code-generator 0.89.0, msgspec 0.22.0 and pydantic 2.14.4 on Python 3.11 and 3.13.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/api.yaml" <<'YAML'
openapi: 3.0.3
info: {title: Sample, version: "1"}
paths: {}
components:
  schemas:
    Member:
      type: object
      required: [id]
      properties:
        id: {type: string}
        name: {type: string, nullable: true}
YAML
cat >"$folder/decode.py" <<'PYTHON'
import importlib
import pathlib
from importlib.metadata import version

import datamodel_code_generator as generator
import msgspec

RESPONSE = b'{"id": "m", "name": null}'
OPTIONS = {
    "for_pydantic": {"output_model_type": generator.DataModelType.PydanticV2BaseModel},
    "for_msgspec": {"output_model_type": generator.DataModelType.MsgspecStruct},
    "for_msgspec_strictly": {"output_model_type": generator.DataModelType.MsgspecStruct, "strict_nullable": True},
}


def decode(member):
    if not issubclass(member, msgspec.Struct):
        return repr(member.model_validate_json(RESPONSE))
    try:
        return repr(msgspec.json.decode(RESPONSE, type=member))
    except msgspec.ValidationError as error:
        return f"ValidationError: {error}"


print(", ".join(f"{name} {version(name)}" for name in ("datamodel-code-generator", "msgspec", "pydantic")))
seen = {}
for name, options in OPTIONS.items():
    source, target = pathlib.Path("api.yaml"), pathlib.Path(f"{name}.py")
    generator.generate(source, input_file_type=generator.InputFileType.OpenAPI, output=target, **options)
    importlib.invalidate_caches()
    seen[name] = decode(importlib.import_module(name).Member)
    print(f"{name}: {seen[name]}")
assert seen == {
    "for_pydantic": "Member(id='m', name=None)",
    "for_msgspec": "ValidationError: Expected `str`, got `null` - at `$.name`",
    "for_msgspec_strictly": "Member(id='m', name=None)",
}
PYTHON
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet --disable-pip-version-check \
  datamodel-code-generator==0.89.0 msgspec==0.22.0 pydantic==2.14.4
cd "$folder"
env/bin/python -W ignore decode.py
