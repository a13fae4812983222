import { text } from '../../lib/messages.ts';
import { otherUserAgents } from '../usage/describe-user-agent.ts';

/** A user agent as it was sent, so that people find it in their own logs. */
export const programName = (userAgent: string): string =>
  userAgent === otherUserAgents
    ? text('web.usage.agent-other')
    : userAgent || text('web.rotation.no-user-agent');
