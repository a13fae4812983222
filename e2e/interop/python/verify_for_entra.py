"""Verifies access tokens with PyJWT as its introduction does it, for an API that read Entra's tokens until now.

Reads a JSON array of tokens from standard input, and answers one of {"clientId": …} or {"error": …} for each.
"""

import json
import os
import sys

import jwt

issuer = os.environ["KEYTURN"]
keys = jwt.PyJWKClient(f"{issuer}/oauth2/jwks")


def attempt(token):
    try:
        key = keys.get_signing_key_from_jwt(token)
        claims = jwt.decode(
            token, key, algorithms=["RS256"], audience=os.environ["AUDIENCE"], issuer=issuer
        )
        return {"clientId": claims["appid"]}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


json.dump([attempt(token) for token in json.load(sys.stdin)], sys.stdout)
