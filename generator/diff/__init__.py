"""Comparing two versions of the SDK: the changes that callers see.

`inputs` reads both versions. `compare` finds the changes with the help of `operations`, `classes`, `type_compat` and
`pairs` (renames). `changes` has the table of their impacts, and `reports` formats them.
"""
