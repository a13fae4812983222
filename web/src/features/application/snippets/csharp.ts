import { quoted, type TokenRequest } from './token-request.ts';

/** C# with .NET 6 or later. */
export const csharpToken = ({
  tokenUrl,
  clientId,
  resource,
}: TokenRequest): string => `using System.Text.Json;

using var client = new HttpClient();
using var form = new FormUrlEncodedContent(new Dictionary<string, string>
{
    ["grant_type"] = "client_credentials",
    ["client_id"] = ${quoted(clientId)},
    ["client_secret"] = Environment.GetEnvironmentVariable("CLIENT_SECRET")
        ?? throw new InvalidOperationException("CLIENT_SECRET is not set"),
    ["resource"] = ${quoted(resource)},
});
using var response = await client.PostAsync(${quoted(tokenUrl)}, form);
var json = await response.Content.ReadAsStringAsync();
if (!response.IsSuccessStatusCode) throw new HttpRequestException(json);
var accessToken = JsonDocument.Parse(json).RootElement.GetProperty("access_token").GetString();
`;
