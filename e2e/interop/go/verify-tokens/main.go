// Verifies access tokens with golang-jwt, whose keys keyfunc reads. Answers each line of standard input, an access token,
// with one of {"clientId": …} or {"error": …}. The environment says what to expect: KEYTURN, AUDIENCE, ALGORITHM, and TYPE
// unless it does not matter.
package main

import (
	"bufio"
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
	keys, err := keyfunc.NewDefault([]string{os.Getenv("KEYTURN") + "/oauth2/jwks"})
	if err != nil {
		panic(err)
	}
	answers := json.NewEncoder(os.Stdout)
	tokens := bufio.NewScanner(os.Stdin)
	for tokens.Scan() {
		clientID, err := verify(keys, tokens.Text())
		outcome := map[string]string{"clientId": clientID}
		if err != nil {
			outcome = map[string]string{"error": err.Error()}
		}
		if err := answers.Encode(outcome); err != nil {
			panic(err)
		}
	}
}
