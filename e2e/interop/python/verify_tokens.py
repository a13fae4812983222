"""Verifies access tokens with the code of docs/api-owners.md, the module `snippet` beside this file.

Answers each line of standard input, an access token, with one of {"clientId": …} or {"error": …}.
"""

import json
import sys

from snippet import verify_access_token


def attempt(token):
    try:
        return {"clientId": verify_access_token(token)["client_id"]}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


for line in sys.stdin:
    print(json.dumps(attempt(line.strip())), flush=True)
