import type { TokenRequest } from './token-request.ts';

/** PHP 8 with its extension curl. */
export const phpToken = ({ tokenUrl, clientId, resource }: TokenRequest): string => `<?php
$request = curl_init(${phpQuoted(tokenUrl)});
curl_setopt_array($request, [
    CURLOPT_RETURNTRANSFER => true,
    CURLOPT_POSTFIELDS => http_build_query([
        'grant_type' => 'client_credentials',
        'client_id' => ${phpQuoted(clientId)},
        'client_secret' => getenv('CLIENT_SECRET'),
        'resource' => ${phpQuoted(resource)},
    ]),
]);
$json = curl_exec($request);
if (curl_getinfo($request, CURLINFO_RESPONSE_CODE) !== 200) {
    throw new RuntimeException($json === false ? curl_error($request) : $json);
}
$accessToken = json_decode($json, flags: JSON_THROW_ON_ERROR)->access_token;
`;

const phpQuoted = (value: string): string => `'${value.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
