"""Verifies access tokens with PyJWT as its introduction does it, for an API that read Entra's tokens until now.

Answers each line of standard input, an access token, with one of {"clientId": …} or {"error": …}.
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


for line in sys.stdin:
    print(json.dumps(attempt(line.strip())), flush=True)
