import { useId, useState, type ReactNode } from 'react';
import { formatNumber } from '../../lib/format-number.ts';
import styles from './bar-chart.module.css';

type Bar = {
  key: string;
  value: number;
  /** What is said of it under the pointer. */
  title: string;
};

type Props = {
  title: string;
  bars: Bar[];
  /** What stands below the first bar and below the last. */
  axis: { start: string; end: string };
  /** What it shows, in a sentence: for those who do not see it, and for all others. */
  summary: string;
  table: {
    open: string;
    note?: string;
    columns: [string, string];
    rows: { key: string; label: string; value: number }[];
  };
};

const height = 40;
const barWidth = 0.72;

/** Numbers one beside the other; said in a sentence, and to be read as a table. */
export function BarChart({ title, bars, axis, summary, table }: Props): ReactNode {
  const titleId = useId();
  const summaryId = useId();
  const most = Math.max(...bars.map(({ value }) => value));
  return (
    <figure className={styles.figure}>
      <figcaption>
        <h3 id={titleId}>{title}</h3>
      </figcaption>
      <div>
        <p className={styles.most} aria-hidden="true">
          {formatNumber(most)}
        </p>
        <svg
          className={styles.chart}
          viewBox={`0 0 ${bars.length} ${height}`}
          preserveAspectRatio="none"
          role="img"
          aria-labelledby={titleId}
          aria-describedby={summaryId}
        >
          {bars.map((bar, index) => (
            <rect key={bar.key} {...shapeOf(index, bar.value, most)}>
              <title>{bar.title}</title>
            </rect>
          ))}
        </svg>
      </div>
      <p className={styles.axis} aria-hidden="true">
        <span>{axis.start}</span>
        <span>{axis.end}</span>
      </p>
      <p id={summaryId} className="kt-muted kt-small">
        {summary}
      </p>
      <BarTable table={table} labelledBy={titleId} />
    </figure>
  );
}

/** A single one among thousands is seen too; none is a line. */
function shapeOf(index: number, value: number, most: number) {
  const barHeight = value === 0 ? 0.5 : Math.max(2, (value / most) * height);
  return {
    className: value === 0 ? (styles.none ?? '') : (styles.bar ?? ''),
    x: index + (1 - barWidth) / 2,
    y: height - barHeight,
    width: barWidth,
    height: barHeight,
  };
}

type TableProps = Pick<Props, 'table'> & { labelledBy: string };

function BarTable({ table: { open, note, columns, rows }, labelledBy }: TableProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details
      className={`${styles.details} kt-more`}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
    >
      <summary>{open}</summary>
      {isOpen ? (
        <>
          {note === undefined ? null : <p className="kt-muted">{note}</p>}
          <div className={styles.scroll} tabIndex={0} role="group" aria-labelledby={labelledBy}>
            <table aria-labelledby={labelledBy}>
              <thead>
                <tr>
                  {columns.map((column) => (
                    <th key={column} scope="col">
                      {column}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map(({ key, label, value }) => (
                  <tr key={key}>
                    <th scope="row">{label}</th>
                    <td>{formatNumber(value)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      ) : null}
    </details>
  );
}
