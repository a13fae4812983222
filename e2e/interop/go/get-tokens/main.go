// Gets access tokens with golang.org/x/oauth2. Reads a JSON array of settings from standard input, and answers one of
// {"token": …} or {"error": …} for each.
package main

import (
	"context"
	"encoding/json"
	"net/url"
	"os"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

type settings struct {
	ClientID       string            `json:"clientId"`
	ClientSecret   string            `json:"clientSecret"`
	Authentication string            `json:"authentication"`
	TokenURL       string            `json:"tokenUrl"`
	Parameters     map[string]string `json:"parameters"`
}

func getToken(s settings) (string, error) {
	config := clientcredentials.Config{
		ClientID:     s.ClientID,
		ClientSecret: s.ClientSecret,
		TokenURL:     s.TokenURL,
		AuthStyle:    oauth2.AuthStyleInHeader,
	}
	if s.Authentication == "client_secret_post" {
		config.AuthStyle = oauth2.AuthStyleInParams
	}
	if scope, ok := s.Parameters["scope"]; ok {
		config.Scopes = []string{scope}
	}
	if resource, ok := s.Parameters["resource"]; ok {
		config.EndpointParams = url.Values{"resource": {resource}}
	}
	token, err := config.Token(context.Background())
	if err != nil {
		return "", err
	}
	return token.AccessToken, nil
}

func main() {
	var all []settings
	if err := json.NewDecoder(os.Stdin).Decode(&all); err != nil {
		panic(err)
	}
	results := make([]map[string]string, len(all))
	for i, s := range all {
		token, err := getToken(s)
		if err != nil {
			results[i] = map[string]string{"error": err.Error()}
		} else {
			results[i] = map[string]string{"token": token}
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(results); err != nil {
		panic(err)
	}
}
