"""Documents as data: fetched and parsed (`loading`, `yaml12`), checked (`validation`, `rules`), and changed.

`overlay` lays actions over a document, `vendor` keeps its facts, `pruning` what its operations lead to. `node`,
`grammar`, `keywords`, `references` and `urls` say what the parts of a document are.
"""
