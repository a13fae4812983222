import com.nimbusds.jose.util.JSONArrayUtils;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Map;

/**
 * Verifies access tokens with one of the classes of docs/api-owners.md, "nimbus" or "spring". Reads a JSON array of tokens
 * from standard input, and answers one of {"clientId": …} or {"error": …} for each.
 */
public class VerifyTokens {
  private interface Verifier {
    String clientIdOf(String token) throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    var verifier = arguments[0].equals("nimbus") ? nimbus() : spring();
    var input = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    var results = new ArrayList<Map<String, String>>();
    for (var token : JSONArrayUtils.parse(input)) {
      try {
        results.add(Map.of("clientId", verifier.clientIdOf((String) token)));
      } catch (Exception error) {
        results.add(Map.of("error", error.toString()));
      }
    }
    System.out.println(JSONArrayUtils.toJSONString(results));
  }

  private static Verifier nimbus() throws Exception {
    var accessTokens = new AccessTokens();
    return token -> accessTokens.verify(token).getStringClaim("client_id");
  }

  private static Verifier spring() {
    var decoder = new AccessTokenConfiguration().jwtDecoder();
    return token -> decoder.decode(token).getClaimAsString("client_id");
  }
}
