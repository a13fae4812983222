import { auditAction, operatorMessages } from '@keyturn/contract';
import { describe, expect, it } from 'vitest';
import { addMessages } from '../../../lib/messages.ts';
import { actionGroups } from './audit-log-search.ts';
import { actionText, groupText, targetLink } from './describe-event.ts';

addMessages(operatorMessages);
const id = '0a000000-0000-4000-8000-000000000001';

describe('an event of the audit log', () => {
  it.each(auditAction.options)('%s has words', (action) => {
    expect(actionText(action)).not.toBe(action);
  });

  it.each(actionGroups)('%s has words for all of its kind', (group) => {
    expect(groupText(group)).not.toBe(group);
  });

  it('of a newer version is told as it is recorded', () => {
    expect(actionText('moon.landed')).toBe('moon.landed');
    expect(groupText('moon')).toBe('moon');
  });

  it.each([
    ['organisation', id, '/operator/organisations/$id'],
    ['user', id, '/operator/users/$id'],
    ['api', id, '/operator/apis/$id'],
    ['application', id, '/operator/applications/$clientId'],
    ['settings', id, '/operator/settings'],
    ['terms', '2', '/operator/terms'],
    ['mail', '123', '/notifications'],
  ])('about a %s leads to its page', (type, target, to) => {
    expect(targetLink({ type, id: target, name: '' })).toMatchObject({ to });
  });

  it('about what has no page leads nowhere', () => {
    expect(targetLink({ type: 'client-secret', id, name: '' })).toBeNull();
    expect(targetLink({ type: 'user', id: 'unknown', name: '' })).toBeNull();
    expect(targetLink({ type: 'mail', id: 'x', name: '' })).toBeNull();
  });
});
