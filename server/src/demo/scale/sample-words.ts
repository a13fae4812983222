/** Names that belong to nobody: places that do not exist, people called "Sample" in many languages. */
export const places = [
  'Alderholm',
  'Birchmoor',
  'Cloverdale',
  'Dunmere',
  'Eichtal',
  'Fjordby',
  'Grünfurt',
  'Haverstad',
  'Isola Verde',
  'Juniper Bay',
  'Kirkvale',
  'Lindenau',
  'Montesol',
  'Nordkap',
  'Oakhaven',
  'Pinheiral',
  'Quellbach',
  'Rosenlund',
  'Silverlake',
  'Tannenberg',
  'Uferstadt',
  'Vallebruna',
  'Westermark',
  'Yarrowfield',
  'Zedernhain',
] as const;

export const institutions = [
  'Donor Registry',
  'Cord Blood Bank',
  'Marrow Registry',
  'Stem Cell Centre',
  'Blood Service',
  'Transplant Foundation',
] as const;

export const givenNames = [
  'Ada',
  'Bruno',
  'Chiara',
  'Dmitri',
  'Elif',
  'Farid',
  'Greta',
  'Hugo',
  'Ines',
  'Jonas',
  'Keiko',
  'Léa',
  'Mateo',
  'Noor',
  'Olga',
  'Pedro',
  'Quinn',
  'Rosa',
  'Søren',
  'Tomas',
] as const;

export const familyNames = [
  'Sample',
  'Muster',
  'Exemple',
  'Ejemplo',
  'Exemplo',
  'Esempio',
  'Voorbeeld',
  'Eksempel',
  'Esimerkki',
  'Przykład',
  'Örnek',
  'Mihon',
] as const;

/** Countries with a time zone each. */
export const countries = [
  ['DE', 'Europe/Berlin'],
  ['NL', 'Europe/Amsterdam'],
  ['GB', 'Europe/London'],
  ['BR', 'America/Sao_Paulo'],
  ['US', 'America/Chicago'],
  ['JP', 'Asia/Tokyo'],
  ['IN', 'Asia/Kolkata'],
  ['AU', 'Australia/Sydney'],
  ['ZA', 'Africa/Johannesburg'],
  ['TR', 'Europe/Istanbul'],
] as const;

export const secretNames = [
  'Search system',
  'Matching service',
  'Data exchange',
  'Inventory upload',
  'Gateway',
  'Nightly job',
  'Laboratory link',
] as const;

export const userAgents = [
  'python-requests/2.32.3',
  'nightly-job/1.4',
  'java-http-client/21',
  'curl/8.11.0',
] as const;
