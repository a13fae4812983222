import { text } from '../../../lib/messages.ts';

/** The filter by which records work. */
export const statusChoice = () => ({
  key: 'status',
  label: text('web.record.status'),
  options: [
    { value: 'active', label: text('web.record.status-active') },
    { value: 'disabled', label: text('web.record.status-disabled') },
  ],
});
