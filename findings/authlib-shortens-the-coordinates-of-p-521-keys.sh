#!/usr/bin/env bash
# RFC 7518 (section 6.2.1) requires that the coordinates of an EC key in a JWK have the full length of the curve, with leading
# zeros: 66 octets for P-521. The first octet of such a coordinate is 0 or 1, so three keys in four have a leading zero.
# authlib.jose leaves out the zeros, and PyJWT refuses these keys. So a service that publishes its ES512 keys through authlib
# works with clients that use PyJWT, or does not, depending on the key that it happens to generate. The thumbprint of such
# a key (RFC 7638) also differs from the one that other libraries compute; authlib uses it as the `kid`. joserfc, which
# authlib recommends instead of authlib.jose, keeps the zeros.
#
# Seen with Authlib 1.9.10, joserfc 1.8.0, PyJWT 2.15.1 and cryptography 50.0.2 on Python 3.11 and 3.13.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/export.py" <<'PYTHON'
import base64
from importlib.metadata import version

import joserfc.jwk
import jwt
from authlib.jose import ECKey
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

PEM = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo


def octets(jwk):
    return [len(base64.urlsafe_b64decode(jwk[name] + "==")) for name in ("x", "y")]


def load(jwk):
    try:
        return type(jwt.PyJWK(jwk, "ES512")).__name__
    except jwt.InvalidKeyError as error:
        return str(error)


print(", ".join(f"{name} {version(name)}" for name in ("Authlib", "joserfc", "PyJWT", "cryptography")))
pem = ec.derive_private_key(1, ec.SECP521R1()).public_key().public_bytes(*PEM)
by_authlib, by_joserfc = ECKey.import_key(pem), joserfc.jwk.ECKey.import_key(pem)
for name, key in {"Authlib": by_authlib, "joserfc": by_joserfc}.items():
    jwk = key.as_dict()
    print(f"{name}: x and y with {octets(jwk)} octets, thumbprint {key.thumbprint()}; PyJWT: {load(jwk)}")
generated = [ECKey.generate_key("P-521", is_private=True).as_dict(is_private=False) for _ in range(100)]
short = sum(octets(jwk) != [66, 66] for jwk in generated)
print(f"Authlib, 100 keys of its own: {short} are short")
assert octets(by_authlib.as_dict()) == [65, 66]
assert octets(by_joserfc.as_dict()) == [66, 66]
assert load(by_authlib.as_dict()) == "Coords should be 66 bytes for curve P-521"
assert load(by_joserfc.as_dict()) == "PyJWK"
assert by_authlib.thumbprint() != by_joserfc.thumbprint()
assert short > 50
PYTHON
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet --disable-pip-version-check \
  Authlib==1.9.10 joserfc==1.8.0 PyJWT==2.15.1 cryptography==50.0.2
"$folder/env/bin/python" -W ignore "$folder/export.py" 2>/dev/null
