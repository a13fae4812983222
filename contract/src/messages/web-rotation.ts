/** Replacing a client secret step by step, with what real use shows (R1.8). */
export const webRotationMessages = {
  'web.rotation.heading': 'Rotate client secret',
  'web.rotation.steps': 'Steps',
  'web.rotation.loading': 'Looking how far it is…',
  'web.rotation.load-failed': 'Could not load how far this rotation is. Your systems are not affected.',
  'web.rotation.no-secret': 'This client secret does not exist any more.',
  'web.rotation.which': 'Replacement',
  'web.rotation.which-option': '{name} ({hint}…), {date}',
  'web.rotation.next': 'Next: {step}',
  'web.rotation.finish-later':
    'You can close this at any time. Nothing is lost: how far it is depends on real use.',

  'web.rotation.step-create': 'Create the replacement',
  'web.rotation.step-update': 'Update your system',
  'web.rotation.step-confirm': 'Confirm connectivity',
  'web.rotation.step-delete': 'Delete the old secret',
  'web.rotation.done': 'Done:',
  'web.rotation.to-do': 'Not yet',

  'web.rotation.line': 'Rotation of “{name}”',
  'web.rotation.open': 'Show rotation',
  'web.rotation.open-name': 'Show rotation of {name}',
  'web.rotation.created': 'Created by {name}, {date}',
  'web.rotation.unused': 'Not used yet',
  'web.rotation.first-used': 'First used {at}',
  'web.rotation.taken-over': 'Taken over',
  'web.rotation.waiting': 'Taken over: waiting',
  'web.rotation.waiting-not-valid': 'Taken over: no, the replacement does not work',
  'web.rotation.waiting-until': 'Taken over: waiting until {at}',
  'web.rotation.waiting-still':
    'Taken over: waiting; {address} still uses the old secret ({requests, plural, one {# request} other {# requests}} this week)',
  'web.rotation.waiting-several':
    'Taken over: waiting; {callers} systems still use the old secret ({requests, plural, one {# request} other {# requests}} this week)',
  'web.rotation.delete-old': 'Delete old',
  'web.rotation.delete-from': 'Delete old from {at}',
  'web.rotation.delete-now': 'Delete old: nothing needs it any more',
  'web.rotation.state-delete-from': 'From {at}',
  'web.rotation.state-delete-now': 'Nothing needs it any more',

  'web.rotation.others':
    '{name} started this rotation on {date}. Only {name} saw the new secret. Ask {name} to install it, or create another.',
  'web.rotation.create-text':
    '“{name}” ({hint}…) keeps working while you rotate. Both secrets are valid until you delete the old one, so nothing stops.',
  'web.rotation.create-ended':
    '“{name}” ({hint}…) gets no tokens now. A replacement brings your system back as soon as it uses it.',
  'web.rotation.create': 'Create the replacement…',
  'web.rotation.create-another': 'Create another…',
  'web.rotation.existing': 'Use an existing secret instead',
  'web.rotation.existing-hint': 'For a secret that you have created already, and that your system is to use.',
  'web.rotation.existing-none': 'Choose a secret',
  'web.rotation.existing-missing': 'Choose the secret that is to replace it.',
  'web.rotation.existing-submit': 'Use as the replacement',
  'web.rotation.existing-changed':
    'The client secrets of this application changed meanwhile. Check, then press the button again.',
  'web.rotation.replacement': '“{name}” ({hint}…), created by {by} on {date}, is the replacement.',
  'web.rotation.unname': 'It replaces nothing',
  'web.rotation.unnamed': '“{name}” is no replacement any more.',

  'web.rotation.update-text':
    'Put the new client secret, which begins with {hint}, into your system in place of the one that begins with {old}. Client ID, token URL and resource stay the same.',
  'web.rotation.update-waiting': 'No token request with the new secret yet. This page updates by itself.',
  'web.rotation.update-used': 'The first token request with the new secret came {at} from {address}.',

  'web.rotation.first-request': 'First token request with the new secret',
  'web.rotation.first-request-text': '{at} from {address}, {userAgent}, for {api}',
  'web.rotation.first-request-none':
    'None yet. This page updates by itself. A system that keeps a token asks for a new one only when that has expired, or when it is restarted.',
  'web.rotation.moved': 'Use the new secret',
  'web.rotation.moved-none': 'No system that used the old secret has used the new one yet.',
  'web.rotation.moved-nobody': 'No system has used the old secret in the last 35 days.',
  'web.rotation.remaining': 'Have used the old secret only',
  'web.rotation.remaining-none': 'None of the last 35 days.',
  'web.rotation.tests': 'Tests',
  'web.rotation.tests-hint':
    'These used the new secret and have not used the old one in the last 35 days. Tests prove nothing about your system.',
  'web.rotation.caller': '{address} · {userAgent}',
  'web.rotation.caller-use':
    '{requests, plural, one {# token request} other {# token requests}} this week, the last one {at}',
  'web.rotation.caller-use-for':
    '{requests, plural, one {# token request} other {# token requests}} this week, the last one {at}, for {apis}',
  'web.rotation.no-user-agent': 'no user agent',
  'web.rotation.refused': '{caller} presented the new secret {at} and got no token. {reason}.',
  'web.rotation.missing': 'What is missing',
  'web.rotation.missing-replacement-not-valid':
    'A replacement that works: “{name}” has expired or is disabled. Create another, or enable it again.',
  'web.rotation.missing-first-use':
    'A first token request with the new secret. Put it into your system, then restart that if need be.',
  'web.rotation.missing-known-caller':
    'A token request with the new secret by a system that has used the old one. Whoever used the new one so far has not: that looks like a test.',
  'web.rotation.missing-remaining':
    'The new secret in {count, plural, one {the system at {address}} other {# systems, such as the one at {address}}}, which {count, plural, one {has} other {have}} used the old one only.',
  'web.rotation.missing-idle':
    'Time: the old secret must be unused until {at}. If it is used again, the time begins anew.',
  'web.rotation.missing-tokens':
    'The new secret has taken over. Tokens that the old one obtained are accepted until {at}; delete it after that.',
  'web.rotation.missing-nothing': 'Nothing is missing: the new secret has taken over.',

  'web.rotation.delete-idle':
    'No token request with “{name}” since {since}; the last token it obtained expired {expired}. Deleting it affects nothing.',
  'web.rotation.delete-refused':
    '{caller} still presents it, and was refused {at}. It needs the new secret; deleting the old one changes nothing for it.',
  'web.rotation.delete-never-used': '“{name}” was never used. Deleting it affects nothing.',
  'web.rotation.delete-ready': 'You can delete it now',
  'web.rotation.delete-wait': 'Do not delete it yet. What is missing:',
  'web.rotation.delete-still': 'Have used the old secret only',
  'web.rotation.delete-what':
    'Find each of these systems by its address and its name, and give it the new secret. It appears here as moved as soon as it uses that.',
  'web.rotation.delete-disable':
    'To see whether anything still needs the old secret, disable it first: that can be undone, and what is refused is shown.',
  'web.rotation.delete': 'Delete “{name}”…',
  'web.rotation.disable': 'Disable “{name}”…',
} as const;
