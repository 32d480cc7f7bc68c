"""The authorization server: how connected apps and M2M clients get tokens, and what they learn of them.

    endpoints     which path leads to what; bytes in, bytes out
    authorization   the page for login and consent
    grants          what the token endpoint takes in exchange for tokens
    metadata, registration, client_documents, inspection

Below them are rules without HTTP, which calls of the API share: `consent`, `issuing`, `redemption`, `claims`.
"""
