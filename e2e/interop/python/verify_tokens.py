"""Verifies access tokens with the code of docs/api-owners.md, the module `snippet` beside this file.

Reads a JSON array of tokens from standard input, and answers one of {"clientId": …} or {"error": …} for each.
"""

import json
import sys

from snippet import verify_access_token


def attempt(token):
    try:
        return {"clientId": verify_access_token(token)["client_id"]}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


json.dump([attempt(token) for token in json.load(sys.stdin)], sys.stdout)
