"""The authorization server: it issues tokens to Connected Apps and M2M clients.

    endpoints       routes requests, and encodes responses
    authorization   the page for login and consent
    grants          the grant types of the token endpoint
    metadata, registration, client_documents, inspection

These modules use rules without HTTP, which API operations use too: `consent`, `issuing`, `redemption`, `claims`.
"""
