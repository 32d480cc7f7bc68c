#!/usr/bin/env bash
# scim2-filter-parser turns a SCIM filter into SQL. For two kinds of valid filter the SQL selects other users than RFC 7644
# (section 3.4.2.2) says. First, "and" and "or" have the same precedence, from left to right: `A or B and C` becomes
# `(A or B) and C`, although the documentation of the parser quotes the rule that "and" takes precedence. Second, the parser
# looks up attribute names with their exact case, although SCIM ignores it, and leaves out each condition whose name it does
# not find: `username eq "ada"` becomes a SELECT without WHERE, and the search returns all users.
#
# Seen with scim2-filter-parser 0.7.0 on Python 3.11 and 3.13.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/users.py" <<'PYTHON'
import sqlite3
from importlib.metadata import version

from scim2_filter_parser.queries.sql import SQLiteQuery

ATTRIBUTES = {("userName", None, None): "users.username", ("title", None, None): "users.title"}
EXPECTED = {
    'userName eq "ada"': ["ada"],
    'username eq "ada"': ["ada", "bob", "eve"],
    'title eq "manager" and username eq "bob"': ["bob", "eve"],
    'userName eq "ada" or (userName eq "bob" and title eq "manager")': ["ada", "bob"],
    'userName eq "ada" or userName eq "bob" and title eq "manager"': ["bob"],
}

database = sqlite3.connect(":memory:")
database.execute("CREATE TABLE users (username, title)")
rows = [("ada", "engineer"), ("bob", "manager"), ("eve", "manager")]
database.executemany("INSERT INTO users VALUES (?, ?)", rows)

print("scim2-filter-parser", version("scim2-filter-parser"))
for text, expected in EXPECTED.items():
    query = SQLiteQuery(text, "users", ATTRIBUTES)
    selected = sorted(username for username, _ in database.execute(query.sql, query.params))
    print(f"{text}\n    where {query.where_sql}: {', '.join(selected)}")
    assert selected == expected, (text, selected)
PYTHON
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet --disable-pip-version-check scim2-filter-parser==0.7.0
"$folder/env/bin/python" "$folder/users.py"
