"""Gets access tokens with the library that the first argument names.

Reads a JSON array of settings from standard input, and answers one of {"token": …} or {"error": …} for each.
"""

import json
import sys


def authlib(settings):
    from authlib.integrations.requests_client import OAuth2Session

    client = OAuth2Session(
        settings["clientId"],
        settings["clientSecret"],
        token_endpoint_auth_method=settings["authentication"],
    )
    token = client.fetch_token(
        settings["tokenUrl"], grant_type="client_credentials", **settings["parameters"]
    )
    return token["access_token"]


def requests_oauthlib(settings):
    from oauthlib.oauth2 import BackendApplicationClient
    from requests.auth import HTTPBasicAuth
    from requests_oauthlib import OAuth2Session

    session = OAuth2Session(client=BackendApplicationClient(client_id=settings["clientId"]))
    if settings["authentication"] == "client_secret_basic":
        authentication = {"auth": HTTPBasicAuth(settings["clientId"], settings["clientSecret"])}
    else:
        authentication = {"client_secret": settings["clientSecret"], "include_client_id": True}
    token = session.fetch_token(settings["tokenUrl"], **authentication, **settings["parameters"])
    return token["access_token"]


def msal(settings):
    from msal import ConfidentialClientApplication

    # Keyturn is no cloud of Microsoft's, so there is no other instance to discover.
    application = ConfidentialClientApplication(
        settings["clientId"],
        authority=settings["authority"],
        client_credential=settings["clientSecret"],
        instance_discovery=False,
    )
    result = application.acquire_token_for_client(scopes=[settings["parameters"]["scope"]])
    if "access_token" not in result:
        raise RuntimeError(f"{result['error']}: {result['error_description']}")
    return result["access_token"]


def attempt(get_token, settings):
    try:
        return {"token": get_token(settings)}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


libraries = {"authlib": authlib, "requests-oauthlib": requests_oauthlib, "msal": msal}
get_token = libraries[sys.argv[1]]
json.dump([attempt(get_token, settings) for settings in json.load(sys.stdin)], sys.stdout)
