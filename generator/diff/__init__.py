"""What changed for a caller between two documents: IR x IR -> changes -> reports.

`changes` holds the rules, as a table; `compare` finds the changes, with `operations`, `classes`, `type_compat` (types)
and `pairs` (renames); `inputs` reads what is compared; `reports` writes.
"""
