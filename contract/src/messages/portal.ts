/** Titles and details of portal API problems, by code. */
export const portalMessages = {
  'problem.invalid-request.title': 'The request does not fit',
  'problem.invalid-request.detail': 'See errors for each field that does not fit.',
  'problem.malformed-body.title': 'The request body cannot be read',
  'problem.malformed-body.detail': 'Send JSON in UTF-8 with the header Content-Type: application/json.',
  'problem.malformed-url.title': 'The address cannot be read',
  'problem.malformed-url.detail': 'The address has a broken percent sequence.',
  'problem.payload-too-large.title': 'The request body is too large',
  'problem.payload-too-large.detail': 'Send at most {max} bytes.',
  'problem.unsupported-media-type.title': 'The content type is not supported',
  'problem.unsupported-media-type.detail': 'Send JSON with the header Content-Type: application/json.',
  'problem.disabled-reason-missing':
    'Say why it is disabled: its credential managers are mailed the reason, and see it.',
  'problem.cursor-unknown': 'is not a cursor of this listing',
  'problem.unauthenticated.title': 'Not signed in',
  'problem.unauthenticated.detail':
    'Sign in, or send an access token for {resource} in the header Authorization: Bearer.',
  'problem.no-longer-authenticated.title': 'Not signed in any more',
  'problem.no-longer-authenticated.detail':
    'The session ended, or the client secret behind the access token stopped working, while the request was under way. Nothing was changed.',
  'problem.sign-in-failed.title': 'Sign-in failed',
  'problem.sign-in-failed.detail': 'The e-mail address or the password is wrong.',
  'problem.code-wrong.title': 'The code is wrong',
  'problem.code-wrong.detail':
    'Enter the code that your authenticator shows now. Check that your device’s clock is right.',
  'problem.code-used.title': 'The code was used already',
  'problem.code-used.detail': 'Every code works once. Wait for the next one.',
  'problem.too-many-attempts.title': 'Too many attempts',
  'problem.too-many-attempts.detail':
    'Wait {seconds, plural, one {# second} other {# seconds}}, then try again.',
  'problem.passkey-failed.title': 'The passkey was not accepted',
  'problem.passkey-failed.detail':
    'Try again. The passkey must belong to this account and ask for your fingerprint, face or PIN.',
  'problem.session-covered.title': 'The page is locked',
  'problem.session-covered.detail': 'There was no input for an hour. Press Continue, or sign out.',
  'problem.terms-not-accepted.title': 'The terms have changed',
  'problem.terms-not-accepted.detail': 'Accept the terms of use first.',
  'problem.terms-outdated.title': 'The terms have changed meanwhile',
  'problem.terms-outdated.detail': 'Read the newest terms of use, then accept those.',
  'problem.set-up-link-invalid.title': 'The link does not work',
  'problem.set-up-link-invalid.detail':
    'It was used already, it was replaced by a newer one, or it is incomplete. Ask {support} for a new one.',
  'problem.set-up-link-expired.title': 'The link has expired',
  'problem.set-up-link-expired.detail':
    'Have a new one sent to {email}, or ask {support} if that is not your address any more.',
  'problem.password-reset-link-invalid.title': 'The link does not work',
  'problem.password-reset-link-invalid.detail':
    'It was used already, it has expired, or a newer one was sent. Ask for a new one.',
  'problem.password-too-short.title': 'The password is too short',
  'problem.password-too-short.detail': 'Choose a password of at least {min} characters.',
  'problem.password-weak.title': 'The password is easily guessed',
  'problem.password-weak.detail':
    'It is a common password or phrase, a pattern, or close to your name or organisation. Choose several words that do not belong together.',
  'problem.password-wrong.title': 'The current password is wrong',
  'problem.password-wrong.detail': 'Enter the password with which you sign in now.',
  'problem.too-many-factors.title': 'Too many second factors',
  'problem.too-many-factors.detail':
    'An account has at most {max}. Remove one that you do not use any more first.',
  'problem.foreign-origin.title': 'The request comes from another site',
  'problem.foreign-origin.detail': 'Changes with a session cookie are accepted from {origin} only.',
  'problem.wrong-host.title': 'This host name is not answered',
  'problem.wrong-host.detail': 'The demo answers to localhost and 127.0.0.1 only.',
  'problem.forbidden.title': 'Not permitted',
  'problem.forbidden.detail': 'You may see this, but not do this with it.',
  'problem.not-found.title': 'Not found',
  'problem.not-found.detail': 'This does not exist, or you may not see it.',
  'problem.name-taken.title': 'The name is taken',
  'problem.name-taken.detail':
    'Another client secret of this application is already named so (letter case and spaces around do not count). Choose another name.',
  'problem.credential-name-taken.title': 'The name is taken',
  'problem.credential-name-taken.detail':
    'Other introspection credentials of this API are already named so (letter case and spaces around do not count). Choose another name.',
  'problem.too-many-secrets.title': 'Too many client secrets',
  'problem.too-many-secrets.detail':
    'The application has {max} client secrets that are not expired, the most that is allowed. Delete one that nobody needs first.',
  'problem.expires-too-early.title': 'The expiration date is too early',
  'problem.expires-too-early.detail': 'A client secret expires tomorrow at the earliest: from {min} on.',
  'problem.expires-too-late.title': 'The expiration date is too late',
  'problem.expires-too-late.detail': 'A client secret created now expires at {max} at the latest.',
  'problem.replaced-secret-unknown.title': 'The secret to replace does not exist',
  'problem.replaced-secret-unknown.detail':
    'replacesSecretId must be the ID of another client secret of the same application that is not deleted.',
  'problem.replacement-circular.title': 'The replacement goes in a circle',
  'problem.replacement-circular.detail': 'A client secret cannot replace itself or one that replaces it.',
  'problem.successor-exists.title': 'A successor exists already',
  'problem.successor-exists.detail':
    'The client secret {hint}… was already created by the client secret that obtained this token. Use it, or delete it before creating another.',
  'problem.secret-deleted.title': 'The client secret is deleted',
  'problem.secret-deleted.detail':
    'It was deleted on {at} by {by}. A deleted client secret cannot be changed.',
  'problem.secrets-changed.title': 'The client secrets changed meanwhile',
  'problem.secrets-changed.detail':
    'Somebody changed the client secrets of this application since you last read them. Read them again and decide anew.',
  'problem.disabled-by-operator.title': 'Disabled by the operator',
  'problem.disabled-by-operator.detail':
    'The operator disabled this client secret; only the operator enables it.',
  'problem.fresh-factor-required.title': 'Confirm with your second factor',
  'problem.fresh-factor-required.detail':
    'This change needs a second factor entered in the last {minutes} minutes.',
  'problem.application-disabled.title': 'The application is disabled',
  'problem.application-disabled.detail':
    'No client secret can be created while the application or its organisation is disabled.',
  'problem.id-taken.title': 'The ID is taken',
  'problem.id-taken.detail': 'There is one with the ID {id} already. Change that, or leave the ID out.',
  'problem.record-changed.title': 'Somebody changed this meanwhile',
  'problem.record-changed.detail':
    'It is not as you saw it any more. Read it again, compare, then make your change to what it is now.',
  'problem.import-changed.title': 'The import would do something else by now',
  'problem.import-changed.detail':
    'The federation or the file changed since the preview. Look at the new preview, then import.',
  'problem.operator-organisation.title': 'This is the operator’s own organisation',
  'problem.operator-organisation.detail': 'It cannot be disabled: nobody could enable it again.',
  'problem.logo-unrecognised.title': 'This is not a picture that can be shown',
  'problem.logo-unrecognised.detail': 'Send a PNG, JPEG, WebP or SVG file as the body of the request.',
  'problem.mail-not-failed.title': 'The mail did not fail',
  'problem.mail-not-failed.detail': 'Only a mail that failed for good can be sent again.',
  'problem.mail-incomplete.title': 'The mail cannot be sent again',
  'problem.mail-incomplete.detail':
    'It held a link or code that is not kept. Send the invitation anew, or have its reader ask for another.',
  'problem.outcome-unknown.title': 'The outcome is not known',
  'problem.outcome-unknown.detail':
    'The connection to the database was lost while the change was written. Read the application again: if the change is not there, repeat it.',
  'problem.operator-client-name-taken.title': 'The name is taken',
  'problem.operator-client-name-taken.detail':
    'There is a client or an application named {name} already. Choose another name.',
  'problem.email-taken.title': 'The e-mail address is taken',
  'problem.email-taken.detail': '{email} belongs to another account.',
  'problem.account-closed.title': 'The account is closed',
  'problem.account-closed.detail':
    'The account of {name} was closed, and that cannot be undone. Create another account if they need one.',
  'problem.account-disabled.title': 'The account is disabled',
  'problem.account-disabled.detail':
    'Enable the account of {name}, or the organisation it belongs to, first.',
  'problem.account-has-factor.title': 'The account has a second factor',
  'problem.account-has-factor.detail':
    'An invitation would let a mailbox open an account that is set up. {name} signs in, or chooses “Forgot password?”; if the second factor is lost, reset it first.',
  'problem.last-operator.title': 'Nobody else could sign in as an operator',
  'problem.last-operator.detail':
    'This is the only active operator account with a second factor. Let another operator set up an account first.',
  'problem.operator-unknown.title': 'There is no such operator account',
  'problem.operator-unknown.detail':
    '{email} belongs to no operator account. The second factors of a member are reset in the console.',
  'problem.test-mail.nobody': 'Name the user whom the test mail is for: whoever asks has no mailbox.',
  'problem.test-mail.unknown': 'There is no such user, or none who may sign in.',
  'problem.user.unknown-organisation': 'There is no organisation {id}.',
  'problem.user.operator-organisation':
    'This organisation is the operator’s own: its people have the role operator.',
  'problem.user.organisation-disabled': 'The organisation is disabled: nobody could set up an account.',
  'problem.user.unknown-application': 'There is no application {id}.',
  'problem.user.id-taken': 'The ID {id} belongs to another user.',
  'problem.job-in-future.title': 'The instant is in the future',
  'problem.job-in-future.detail':
    'As of an instant in the future a job runs with --dry-run only: what it does then cannot be undone.',
  'problem.unavailable.title': 'The database cannot be reached',
  'problem.unavailable.detail': 'Nothing was changed. Try again in a moment.',
  'problem.internal.title': 'Something went wrong',
  'problem.internal.detail': 'Try again, and report request {requestId} if it persists.',
} as const;
