import type { Attention, Overview } from '@keyturn/contract';
import type { WebMessageKey } from '@keyturn/contract';

/** A number of the overview, with the list of what it counts. */
export type Tile = {
  key: string;
  label: WebMessageKey;
  count: number;
  tone: 'danger' | 'warning' | 'plain';
} & (
  | { to: '/operator/applications'; search: { attention: Attention } }
  | { to: '/notifications'; search: { status: 'failed' } }
);

const tones: Record<Attention, Tile['tone']> = {
  'expired-presented': 'danger',
  'expiring-7': 'danger',
  'no-manager': 'danger',
  'expiring-30': 'warning',
  'one-manager': 'warning',
  'expiring-60': 'plain',
  'never-used': 'plain',
  'unused-90': 'plain',
  rotating: 'plain',
};

/** What has stopped, what stops next, and who is seeing to it; then whom nobody tells, and what is only worth knowing. */
const order: (Attention | 'failed-mails')[] = [
  'expired-presented',
  'expiring-7',
  'expiring-30',
  'expiring-60',
  'rotating',
  'no-manager',
  'one-manager',
  'failed-mails',
  'never-used',
  'unused-90',
];

export const tilesOf = ({ applications, failedMails }: Overview): Tile[] =>
  order.map((kind) =>
    kind === 'failed-mails'
      ? {
          key: kind,
          label: 'web.overview.failed-mails',
          count: failedMails,
          tone: 'danger',
          to: '/notifications',
          search: { status: 'failed' },
        }
      : {
          key: kind,
          label: `web.attention.${kind}`,
          count: applications[kind],
          tone: tones[kind],
          to: '/operator/applications',
          search: { attention: kind },
        },
  );
