import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Verifies access tokens with one of the classes of docs/api-owners.md, "nimbus" or "spring", or as code for Entra does,
 * "nimbus-for-entra" or "spring-for-entra". Answers each line of standard input, an access token, with one of
 * {"clientId": …} or {"error": …}.
 */
public class VerifyTokens {
  private interface Verifier {
    String clientIdOf(String token) throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    var verifier = switch (arguments[0]) {
      case "nimbus" -> nimbus();
      case "spring" -> spring();
      case "nimbus-for-entra" -> nimbusForEntra();
      default -> springForEntra();
    };
    var tokens = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var token = tokens.readLine(); token != null; token = tokens.readLine()) {
      System.out.println(JSONObjectUtils.toJSONString(outcomeOf(verifier, token)));
    }
  }

  private static Map<String, Object> outcomeOf(Verifier verifier, String token) {
    try {
      return Map.of("clientId", verifier.clientIdOf(token));
    } catch (Exception error) {
      return Map.of("error", error.toString());
    }
  }

  private static Verifier nimbus() throws Exception {
    var accessTokens = new AccessTokens();
    return token -> accessTokens.verify(token).getStringClaim("client_id");
  }

  private static Verifier spring() {
    var decoder = new AccessTokenConfiguration().jwtDecoder();
    return token -> decoder.decode(token).getClaimAsString("client_id");
  }

  private static Verifier nimbusForEntra() throws Exception {
    var keys = JWKSourceBuilder.create(URI.create(System.getenv("KEYTURN") + "/oauth2/jwks").toURL()).build();
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
    processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
        System.getenv("AUDIENCE"),
        new JWTClaimsSet.Builder().issuer(System.getenv("KEYTURN")).build(),
        Set.of("exp")));
    return token -> processor.process(token, null).getStringClaim("appid");
  }

  private static Verifier springForEntra() {
    var issuer = System.getenv("KEYTURN");
    var decoder = NimbusJwtDecoder.withJwkSetUri(issuer + "/oauth2/jwks").build();
    decoder.setJwtValidator(JwtValidators.createDefaultWithIssuer(issuer));
    return token -> decoder.decode(token).getClaimAsString("appid");
  }
}
