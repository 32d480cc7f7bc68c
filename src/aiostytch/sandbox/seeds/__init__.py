"""Seeds: the initial state of a sandbox, in YAML or as Python values.

    organizations:
      - organization_name: Acme
        organization_slug: acme
        email_allowed_domains: [acme.example]
        email_jit_provisioning: RESTRICTED
        members:
          - email_address: ada@acme.example
            name: Ada Lovelace
            password: correct horse battery staple

Each part takes the arguments of the calls that create and update it, and some of its own:

    signing_key        the key of JWTs, in PEM: RSA, 2048 bits or more
    policy             `roles`, `resources` and `scopes` in addition to the built-in ones
    organizations      `organizations.create`, and `organization_id`
      members          `organizations.members.create`, and `member_id`, `password`
      sso_connections  `sso.….create_connection` and `update_connection`, and `connection_id`,
                       `type`: oidc, saml or external
      scim_connection  `scim.connection.create` and `update`, and `connection_id`, `bearer_token`
    m2m_clients        `m2m.clients.create`
    connected_apps     `connected_app.clients.create`, and `client_id`, `client_secret`
    faults             `target`, `effect`, `times`, `probability`, `seed`
    rate_limits        `target`, `per_second`, `burst`
    webhooks           `url`, `secrets`, `types`, `shuffled`, `copies`: an endpoint for events

If a seed omits an ID, the sandbox creates one.
"""

from __future__ import annotations

from .adding import add
from .errors import SeedError
from .schema import schema

__all__ = ["SeedError", "add", "schema"]
