import { quoted, type TokenRequest } from './token-request.ts';

/** Python 3, by its standard library. */
export const pythonToken = ({ tokenUrl, clientId, resource }: TokenRequest): string => `import json
import os
from urllib.parse import urlencode
from urllib.request import urlopen

form = urlencode({
    "grant_type": "client_credentials",
    "client_id": ${quoted(clientId)},
    "client_secret": os.environ["CLIENT_SECRET"],
    "resource": ${quoted(resource)},
})
with urlopen(${quoted(tokenUrl)}, form.encode(), timeout=30) as response:
    access_token = json.load(response)["access_token"]
`;
