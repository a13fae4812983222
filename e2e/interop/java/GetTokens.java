import com.nimbusds.jose.util.JSONArrayUtils;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;

/**
 * Gets access tokens with Nimbus. Reads a JSON array of settings from standard input, and answers one of {"token": …} or
 * {"error": …} for each.
 */
public class GetTokens {
  public static void main(String[] arguments) throws Exception {
    var input = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    var results = new ArrayList<Map<String, String>>();
    for (var settings : JSONArrayUtils.parse(input)) {
      try {
        results.add(Map.of("token", getToken((Map<?, ?>) settings)));
      } catch (Exception error) {
        results.add(Map.of("error", error.toString()));
      }
    }
    System.out.println(JSONArrayUtils.toJSONString(results));
  }

  private static String getToken(Map<?, ?> settings) throws Exception {
    var clientId = new ClientID((String) settings.get("clientId"));
    var clientSecret = new Secret((String) settings.get("clientSecret"));
    var authentication = settings.get("authentication").equals("client_secret_basic")
        ? new ClientSecretBasic(clientId, clientSecret)
        : new ClientSecretPost(clientId, clientSecret);
    var endpoint = URI.create((String) settings.get("tokenUrl"));
    var request = new TokenRequest.Builder(endpoint, authentication, new ClientCredentialsGrant());
    var parameters = (Map<?, ?>) settings.get("parameters");
    if (parameters.containsKey("scope")) request.scope(new Scope((String) parameters.get("scope")));
    if (parameters.containsKey("resource")) request.resource(URI.create((String) parameters.get("resource")));

    var response = TokenResponse.parse(request.build().toHTTPRequest().send());
    if (!response.indicatesSuccess()) {
      throw new IllegalStateException(response.toErrorResponse().getErrorObject().toString());
    }
    return response.toSuccessResponse().getTokens().getAccessToken().getValue();
  }
}
