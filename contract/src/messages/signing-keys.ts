/** What operators read about signing keys, on the command line and from the portal API. */
export const signingKeyMessages = {
  'signing-key.notice.scheduled':
    'Owners of APIs need do nothing: the next key is in the key set ({jwksUrl}) for a day before it signs.',
  'signing-key.notice.now':
    'Tell the owners of APIs that check tokens offline: tokens may name a key (kid) that their APIs have not seen. They must then read {jwksUrl} again; an API that keeps the key set for a fixed time refuses new tokens until that is over, five minutes if it goes by Cache-Control. Tokens issued before stay valid. APIs that ask the introspection endpoint notice nothing.',
  'signing-key.notice.revoked':
    'Tell the owners of APIs that check tokens offline NOW: until they read {jwksUrl} again, their APIs accept every token that is signed with the revoked key, forged ones too. They must empty their cache of keys, or restart. Introspection, /connectivity and the portal API refuse those tokens already. Integrators whose token is refused request a new one; their client secrets are not concerned.',

  'cli.signing-key.description': 'The keys that access tokens are signed with',
  'cli.signing-key.list.description': 'List all signing keys, the newest first',
  'cli.signing-key.rotate.description':
    'Publish the next key of each algorithm, to sign after a day; by itself that happens every KEYTURN_SIGNING_KEY_DAYS days',
  'cli.signing-key.rotate.now': 'sign with the next key at once',
  'cli.signing-key.rotate.revoke':
    'a compromised key: it leaves the key set and its tokens are refused, at once; if it signs, a new key takes its place',
  'cli.signing-key.kid-invalid':
    '--revoke takes the kid of a signing key, 43 letters, digits, - and _. List them: keyturn signing-key list',
  'cli.signing-key.next': '{kid}  {algorithm}  next: published {publishedAt}, signs from {signsFrom}',
  'cli.signing-key.signing': '{kid}  {algorithm}  signs since {signsFrom}',
  'cli.signing-key.verifying':
    '{kid}  {algorithm}  verifies: signed until {signedUntil}, leaves the key set {retiresAt}',
  'cli.signing-key.retired': '{kid}  {algorithm}  retired {retiresAt}',
  'cli.signing-key.revoked': '{kid}  {algorithm}  REVOKED {revokedAt}',

  'problem.signing-key-unknown.title': 'No such signing key',
  'problem.signing-key-unknown.detail':
    'There is no signing key {kid}. GET /api/v1/signing-keys and keyturn signing-key list name them.',
} as const;
