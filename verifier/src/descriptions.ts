/** What is told of each refusal. ASCII only, no double quote or backslash (RFC 6750 section 3). */
export const descriptions = {
  'token-missing': 'The request carries no access token.',
  'request-malformed': 'The Authorization header is not Bearer followed by one access token.',
  'token-invalid': 'The access token is malformed, or was not issued by the expected server.',
  'token-expired': 'The access token expired. Ask for a new one.',
  'token-not-yet-valid': 'The access token is not valid yet. Compare the clocks.',
  'audience-wrong': 'The access token is for another API. Ask for one for this API.',
  'status-missing': 'The access token does not say where its status is. Ask for a new one.',
  'status-unknown': 'The status of the access token is not one that this API knows.',
  'secret-deleted': 'The client secret that obtained the access token was deleted.',
  'secret-disabled': 'The client secret that obtained the access token, or its application, is disabled.',
  'token-inactive': 'The access token is no longer accepted by the server that issued it.',
  'role-missing': 'The access token lacks a role that this call needs.',
  unavailable:
    'Whether the access token is still good cannot be found out at present. Try again in a moment.',
} as const;
