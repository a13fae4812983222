import type { NotificationPreview } from '@keyturn/contract';
import { text } from '../../lib/messages.ts';

const titles = {
  secrets: 'web.previews.secrets',
  accounts: 'web.previews.accounts',
  operators: 'web.previews.operators',
} as const;

/** The kinds of mail by what they are about. */
export function previewGroups(
  previews: NotificationPreview[],
): { title: string; items: NotificationPreview[] }[] {
  const groups = Map.groupBy(previews, groupOf);
  return (['secrets', 'accounts', 'operators'] as const).flatMap((group) => {
    const items = groups.get(group) ?? [];
    return items.length === 0 ? [] : [{ title: text(titles[group]), items }];
  });
}

function groupOf({ kind }: NotificationPreview): keyof typeof titles {
  if (kind === 'not-replaced' || kind === 'failed-mails' || kind === 'unmanaged') return 'operators';
  return /^(reminder|expired|presented|secret)/.test(kind) ? 'secrets' : 'accounts';
}
