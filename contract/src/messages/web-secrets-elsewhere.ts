/** Client secrets of the system that an application comes from, on Manage API Credentials. */
export const webSecretElsewhereMessages = {
  'web.elsewhere.heading': 'Still in Microsoft Entra',
  'web.elsewhere.text':
    'These client secrets work in Microsoft Entra only. Create a client secret here, put it and the connection details into your system, and delete the old one there. You are reminded of each until you say that it is gone.',
  'web.elsewhere.text-operator':
    'These client secrets work in Microsoft Entra only. The credential managers are reminded of each until somebody says that it is gone.',
  'web.elsewhere.hint': 'begins with {hint}',
  'web.elsewhere.expires': 'Expires {at} · {distance}',
  'web.elsewhere.expired': 'Expired {at}',
  'web.elsewhere.gone': 'It is gone',
  'web.elsewhere.gone-name': 'It is gone: {name}',
  'web.elsewhere.dialog': 'Is it gone?',
  'web.elsewhere.subject': '{name} of {application}',
  'web.elsewhere.consequence':
    'Nobody is reminded of it again, and that cannot be undone. If a system still uses it, it goes on working in Microsoft Entra until it expires or is deleted there.',
  'web.elsewhere.done': 'Nobody is reminded of {name} again.',
} as const;
