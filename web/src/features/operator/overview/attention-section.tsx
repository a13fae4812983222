import type { Overview } from '@keyturn/contract';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useClock } from '../../../lib/clock.tsx';
import { formatNumber } from '../../../lib/format-number.ts';
import { formatTime } from '../../../lib/instants.ts';
import { text } from '../../../lib/messages.ts';
import { tilesOf, type Tile } from './attention-tiles.ts';
import styles from './attention-section.module.css';

/** How much there is to see to; each number leads to the list of what it counts. */
export function AttentionSection({ overview }: { overview: Overview }): ReactNode {
  const { timeZone } = useClock();
  return (
    <section aria-labelledby="attention" className={styles.section}>
      <div className="kt-heading-line">
        <h2 id="attention">{text('web.overview.attention')}</h2>
        <p className="kt-muted kt-small">
          {text('web.overview.counted', { at: formatTime(overview.at, timeZone) })}
        </p>
      </div>
      <ul className={styles.tiles}>
        {tilesOf(overview).map((tile) => (
          <li key={tile.key}>
            <AttentionTile tile={tile} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function AttentionTile({ tile }: { tile: Tile }): ReactNode {
  const { count, tone } = tile;
  return (
    <TileLink tile={tile} className={`${styles.tile} ${count === 0 ? styles.zero : styles[tone]}`}>
      <span className={styles.count}>{formatNumber(count)}</span> <span>{text(tile.label)}</span>
    </TileLink>
  );
}

type LinkProps = { tile: Tile; className: string; children: ReactNode };

const TileLink = ({ tile, ...props }: LinkProps): ReactNode =>
  tile.to === '/notifications' ? (
    <Link {...props} to={tile.to} search={tile.search} />
  ) : (
    <Link {...props} to={tile.to} search={tile.search} />
  );
