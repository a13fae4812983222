import type { Api } from '@keyturn/contract';
import { text } from '../../../lib/messages.ts';

/** "Match-Connect production": there is another one of its name. */
export const apiTitle = ({ name, environment }: Pick<Api, 'name' | 'environment'>): string =>
  text('web.api.title', { name, environment: text(`web.applications.${environment}`) });
