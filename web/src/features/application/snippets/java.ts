import { quoted, type TokenRequest } from './token-request.ts';

/** Java 17, by its standard library. */
export const javaToken = ({ tokenUrl, clientId, resource }: TokenRequest): string => `import java.net.*;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.stream.Collectors;

public class AccessToken {
  public static void main(String[] args) throws Exception {
    var form = Map.of(
        "grant_type", "client_credentials",
        "client_id", ${quoted(clientId)},
        "client_secret", System.getenv("CLIENT_SECRET"),
        "resource", ${quoted(resource)});
    var body = form.entrySet().stream()
        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
    var request = HttpRequest.newBuilder(URI.create(${quoted(tokenUrl)}))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) throw new IllegalStateException(response.body());
    // JSON with access_token and expires_in: read it with the library that you use for JSON.
    var json = response.body();
  }
}
`;
