/** What `keyturn bench` prints. */
export const cliBenchMessages = {
  'cli.bench.description':
    'Measure every list of a large federation, or how many tokens a second this machine issues; prints a table',
  'cli.bench.suite': 'what to measure: {suites}',
  'cli.bench.requests': 'how often each list, search and filter is asked for',
  'cli.bench.database':
    'for lists: a PostgreSQL database that is empty, or that an earlier run filled; left out: a temporary embedded one. For tokens: any; databases are made beside it and removed',
  'cli.bench.json': 'also write what was found to this file, as JSON',
  'cli.bench.suite-unknown': 'There is no benchmark {suite}. Benchmarks: {suites}',
  'cli.bench.requests-invalid': '--requests must be a whole number from 1 to 99999.',
  'cli.bench.database-invalid': '--database must be a URL that begins with postgres://.',
  'cli.bench.preparing':
    'Preparing a federation of 20,000 organisations, which takes some minutes. Times are of use on an idle machine only.',
  'cli.bench.too-slow': 'too slow',
  'cli.bench.sequential-scan': 'reads all of {table}',
  'cli.bench.reads-too-much': 'reads much to find little',
  'cli.bench.summary':
    '{cases} cases; limit {limit} ms at p95; the slowest takes {ratio} of it\n{slow, plural, =0 {No case is too slow} one {# case is too slow} other {# cases are too slow}}; {scans, plural, =0 {none reads a big table whole} one {# reads a big table whole} other {# read a big table whole}}; {reads, plural, =0 {none reads much to find little} one {# reads much to find little} other {# read much to find little}}.',
  'cli.bench.failed': 'At least one case does not keep to what Keyturn promises.',
  'cli.bench.rounds': 'for tokens: how many rounds each case has',
  'cli.bench.rounds-invalid': '--rounds must be a whole number from 1 to 999.',
  'cli.bench.seconds': 'for tokens: how long each round takes',
  'cli.bench.seconds-invalid': '--seconds must be a number from 0.1 to 600.',
  'cli.bench.only': 'for tokens: one case alone: {cases}',
  'cli.bench.only-unknown': 'There is no case {name}. Cases: {cases}',
  'cli.bench.database-missing':
    'The benchmark of tokens needs a PostgreSQL: --database postgres://user:password@host:port/database, whose user may make databases. That one itself is left as it is.',
  'cli.bench.peer-missing':
    'What Keyturn is compared with is not installed: run npm install in the folder of the source code, without --omit=dev, or measure another case with --only.',
  'cli.bench.filling': 'Filling in {applications, plural, one {# application} other {# applications}}…',
  'cli.bench.machine':
    '{database}\n{processors, plural, one {# processor} other {# processors}}; load {before} before, {after} after',
  'cli.bench.kept': 'kept',
  'cli.bench.missed': 'MISSED',
  'cli.bench.target.least': '{verdict}  {name}: {value}, at least {limit}',
  'cli.bench.target.most': '{verdict}  {name}: {value}, at most {limit}',
} as const;
