// Verifies access tokens with golang-jwt, whose keys keyfunc reads. Reads a JSON array of tokens from standard input, and
// answers one of {"clientId": …} or {"error": …} for each. The environment says what to expect: KEYTURN, AUDIENCE,
// ALGORITHM, and TYPE
// unless it does not matter.
package main

import (
	"encoding/json"
	"errors"
	"os"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
)

type claims struct {
	ClientID string `json:"client_id"`
	jwt.RegisteredClaims
}

func verify(keys keyfunc.Keyfunc, token string) (string, error) {
	verified := claims{}
	parsed, err := jwt.ParseWithClaims(token, &verified, keys.Keyfunc,
		jwt.WithValidMethods([]string{os.Getenv("ALGORITHM")}),
		jwt.WithIssuer(os.Getenv("KEYTURN")),
		jwt.WithAudience(os.Getenv("AUDIENCE")),
		jwt.WithExpirationRequired(),
	)
	if expected := os.Getenv("TYPE"); err == nil && expected != "" && parsed.Header["typ"] != expected {
		err = errors.New("not an access token")
	}
	return verified.ClientID, err
}

func main() {
	var tokens []string
	if err := json.NewDecoder(os.Stdin).Decode(&tokens); err != nil {
		panic(err)
	}
	keys, err := keyfunc.NewDefault([]string{os.Getenv("KEYTURN") + "/oauth2/jwks"})
	if err != nil {
		panic(err)
	}
	results := make([]map[string]string, len(tokens))
	for i, token := range tokens {
		clientID, err := verify(keys, token)
		if err != nil {
			results[i] = map[string]string{"error": err.Error()}
		} else {
			results[i] = map[string]string{"clientId": clientID}
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(results); err != nil {
		panic(err)
	}
}
