/** A client secret of the sample federation; days are counted from the day of seeding. */
export type SampleSecret = {
  /** Name of the application. */
  application: string;
  name: string;
  createdDaysAgo: number;
  /** Negative: expired that many days ago. */
  expiresInDays: number;
  /** Name of the sample secret that this one replaces. */
  replaces?: string;
  usedDaysAgo?: number;
  disabledDaysAgo?: number;
  deletedDaysAgo?: number;
};

/** Applications whose credential manager lets them create successors of their own secrets. */
export const selfManagedSamples = ['Partner-NL-VoorbeeldDonorbank-DM'];

const de = 'Partner-DE-SuddeutschesBeispielregister';
const nl = 'Partner-NL-VoorbeeldDonorbank';

/** Every state a client secret can be in: active, plan renewal, expires soon, expired, disabled, deleted, unused. */
export const sampleSecrets: SampleSecret[] = [
  { application: `${de}-SMC`, name: 'Search system', createdDaysAgo: 320, expiresInDays: 44, usedDaysAgo: 0 },
  {
    application: `${de}-SMC`,
    name: 'Search system (2)',
    createdDaysAgo: 3,
    expiresInDays: 362,
    replaces: 'Search system',
  },
  { application: `${de}-DM`, name: 'Data exchange', createdDaysAgo: 345, expiresInDays: 12, usedDaysAgo: 1 },
  {
    application: `${nl}-SMC`,
    name: 'Matching service',
    createdDaysAgo: 100,
    expiresInDays: 260,
    usedDaysAgo: 0,
  },
  {
    application: `${nl}-SMC`,
    name: 'Old matching service',
    createdDaysAgo: 300,
    expiresInDays: 60,
    usedDaysAgo: 101,
    disabledDaysAgo: 2,
  },
  { application: `${nl}-DM`, name: 'Automation', createdDaysAgo: 30, expiresInDays: 330, usedDaysAgo: 0 },
  {
    application: 'PartnerAlternative-NL-VoorbeeldDonorbank-SMC',
    name: 'Loopback test',
    createdDaysAgo: 20,
    expiresInDays: 25,
  },
  {
    application: 'Partner-BR-RegistroExemplodeDoadores-SMC',
    name: 'Search',
    createdDaysAgo: 370,
    expiresInDays: -6,
    usedDaysAgo: 7,
  },
  {
    application: 'Partner-BR-RegistroExemplodeDoadores-SMC',
    name: 'Search 2027',
    createdDaysAgo: 10,
    expiresInDays: 350,
    replaces: 'Search',
    usedDaysAgo: 0,
  },
  {
    application: 'Partner-JP-ReiDonorRegistry-DM',
    name: 'Gateway before the move',
    createdDaysAgo: 200,
    expiresInDays: 150,
    usedDaysAgo: 41,
    deletedDaysAgo: 40,
  },
  {
    application: 'Partner-JP-ReiDonorRegistry-DM',
    name: 'Gateway',
    createdDaysAgo: 60,
    expiresInDays: 300,
    usedDaysAgo: 0,
  },
  {
    application: 'Partner-US-SampleCordBloodBank-DM',
    name: 'Inventory upload',
    createdDaysAgo: 364,
    expiresInDays: 1,
    usedDaysAgo: 0,
  },
];
