import type { TokenRequest } from './token-request.ts';

/** PowerShell 5.1 or later, which encodes a table as a form. */
export const powershellToken = ({ tokenUrl, clientId, resource }: TokenRequest): string => `$form = @{
    grant_type    = 'client_credentials'
    client_id     = ${powershellQuoted(clientId)}
    client_secret = $env:CLIENT_SECRET
    resource      = ${powershellQuoted(resource)}
}
$response = Invoke-RestMethod -Method Post -Uri ${powershellQuoted(tokenUrl)} -Body $form
$accessToken = $response.access_token
`;

/** PowerShell takes typographic single quotes as quotes too. */
const powershellQuoted = (value: string): string => `'${value.replaceAll(/['\u2018-\u201B]/g, '$&$&')}'`;
