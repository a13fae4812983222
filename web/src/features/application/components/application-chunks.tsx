import type { Application } from '@keyturn/contract';
import type { CSSProperties, ReactNode } from 'react';
import { isDeleted } from '../../client-secret/secret-state.ts';
import styles from './application-slot.module.css';

const chunkSize = 20;

type Props = {
  applications: Application[];
  /** An application's place in the order, whatever the filter shows of it. */
  positions: Map<string, number>;
  render: (application: Application, index: number) => ReactNode;
};

/**
 * Many applications in parts that the browser skips as a whole while they are far from what is seen: it would look at
 * each of a thousand at every scrolling. An application stays in its part, whatever is shown of the others.
 */
export function ApplicationChunks({ applications, positions, render }: Props): ReactNode {
  const chunks = Map.groupBy(applications.entries(), ([, { clientId }]) =>
    Math.floor((positions.get(clientId) ?? 0) / chunkSize),
  );
  return [...chunks].map(([number, entries]) => (
    <div key={number} className={styles.chunk} style={sizes(entries.map(([, application]) => application))}>
      {entries.map(([index, application]) => render(application, index))}
    </div>
  ));
}

const sizes = (applications: Application[]): CSSProperties => ({
  '--count': applications.length,
  '--rows': applications.reduce(addRows, 0),
});

const addRows = (sum: number, { secrets }: Application): number =>
  sum + secrets.filter((secret) => !isDeleted(secret)).length;

declare module 'react' {
  /** The custom properties that stand for how high a part of the list will be. */
  interface CSSProperties {
    '--count'?: number;
    '--rows'?: number;
  }
}
