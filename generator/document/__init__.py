"""OpenAPI documents as data.

`loading` and `yaml12` fetch and parse a document, `validation` and `rules` check it. `overlay` applies the actions of
an overlay, `vendor` keeps the facts, `pruning` drops unused components. `node`, `grammar`, `keywords`, `references`
and `urls` describe the parts of a document.
"""
