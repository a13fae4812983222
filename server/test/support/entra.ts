import { identifiers, ids } from './federation.ts';

/** IDs of the sample list: the APIs have those of the sample federation. */
export const entraIds = {
  /** Named by the pattern; of North, by its name. */
  northSearch: '0f000000-0000-4000-8000-000000000001',
  /** Its name says nothing about whose it is. */
  unnamed: '0f000000-0000-4000-8000-000000000002',
  /** An API that others use and that is not here. */
  matchApi: '0f000000-0000-4000-8000-000000000003',
  /** Uses Microsoft Graph only. */
  intranet: '0f000000-0000-4000-8000-000000000004',
  keys: {
    gateway: '1f000000-0000-4000-8000-000000000001',
    nameless: '1f000000-0000-4000-8000-000000000002',
    longExpired: '1f000000-0000-4000-8000-000000000003',
  },
} as const;

const microsoftGraph = '00000003-0000-0000-c000-000000000000';

const permission = (resourceAppId: string) => ({
  resourceAppId,
  resourceAccess: [{ id: '2f000000-0000-4000-8000-000000000001', type: 'Role' }],
});

/** An application as Microsoft Graph answers it, with what nobody here reads. */
export const entraApp = (
  appId: string,
  displayName: string,
  more: { passwordCredentials?: object[]; [field: string]: unknown } = {},
) => ({
  '@odata.id': `https://graph.microsoft.com/v2/x/directoryObjects/${appId}/Microsoft.DirectoryServices.Application`,
  addIns: [],
  api: { acceptMappedClaims: null, knownClientApplications: [], oauth2PermissionScopes: [] },
  appId,
  appRoles: [],
  createdDateTime: '2021-05-04T08:12:00Z',
  deletedDateTime: null,
  displayName,
  id: appId.replace('0f', '3f'),
  identifierUris: [],
  keyCredentials: [],
  passwordCredentials: [] as object[],
  publicClient: { redirectUris: [] },
  requiredResourceAccess: [],
  signInAudience: 'AzureADMyOrg',
  web: { homePageUrl: null, redirectUris: [] },
  ...more,
});

export const entraSecret = (keyId: string, endDateTime: string, more: object = {}) => ({
  customKeyIdentifier: null,
  displayName: 'Gateway',
  endDateTime,
  hint: 'q8C',
  keyId,
  secretText: null,
  startDateTime: '2026-05-04T08:12:20.1234567Z',
  ...more,
});

/** What `az ad app list --all` prints for a federation of this size. */
export const entraList = () => [
  entraApp(entraIds.northSearch, 'Partner-DE-NorthRegistry-SMC-2', {
    requiredResourceAccess: [
      permission(ids.apis.search),
      permission(ids.apis.searchSandbox),
      permission(microsoftGraph),
    ],
    passwordCredentials: [
      entraSecret(entraIds.keys.gateway, '2027-11-14T11:00:00.2153842Z'),
      entraSecret(entraIds.keys.nameless, '2028-01-10T00:00:00Z', { displayName: null, hint: null }),
      entraSecret(entraIds.keys.longExpired, '2027-01-01T00:00:00Z'),
    ],
  }),
  entraApp(ids.apis.search, 'Search and Match', {
    identifierUris: [identifiers.search],
    passwordCredentials: [entraSecret('1f000000-0000-4000-8000-00000000000a', '2028-01-10T00:00:00Z')],
  }),
  entraApp(entraIds.intranet, 'Intranet', { requiredResourceAccess: [permission(microsoftGraph)] }),
];

/** The same with what has to be asked: whose an application is, and what an API is. */
export const entraListWithQuestions = () => [
  ...entraList(),
  entraApp(entraIds.unnamed, 'Search gateway of the South', {
    requiredResourceAccess: [permission(entraIds.matchApi)],
    passwordCredentials: [entraSecret(entraIds.keys.gateway, '2027-12-01T00:00:00Z')],
  }),
  entraApp(entraIds.matchApi, 'Match-Connect Sandbox', {
    identifierUris: ['api://match', 'https://sandbox.match.example.org'],
    appRoles: [
      { allowedMemberTypes: ['Application'], isEnabled: true, value: 'Match.Use', id: 'x' },
      { allowedMemberTypes: ['User'], isEnabled: true, value: 'Match.Read', id: 'x' },
      { allowedMemberTypes: ['Application'], isEnabled: false, value: 'Match.Old', id: 'x' },
    ],
  }),
];

export const entraAnswers = {
  organisations: { [entraIds.unnamed]: ids.organisations.south },
  apis: { [entraIds.matchApi]: { code: 'SMC', environment: 'sandbox' as const } },
};
