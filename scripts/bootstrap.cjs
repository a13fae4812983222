'use strict';

// What `npm start`, `npm test` and `npm run check` run: from a bare clone, with whatever Node npm came with, it
// installs what is missing and hands over to the Node that Keyturn runs on.

const { areInstalled, install } = require('./dependencies.cjs');
const { describeMissingRuntime, findRuntime, isBundled, runTypeScript } = require('./runtime.cjs');

const targets = {
  start: { file: 'scripts/start.ts', args: [] },
  build: { file: 'scripts/build.ts', args: [] },
  test: { file: 'scripts/run-tests.ts', args: [] },
  'test:interop': { file: 'scripts/test-interop.ts', args: [] },
  'test:revocation': { file: 'scripts/test-revocation.ts', args: [] },
  'test:unit': { file: 'scripts/run-tests.ts', args: ['--project', 'unit'] },
  check: { file: 'scripts/check.ts', args: [] },
  generate: { file: 'scripts/generate.ts', args: [] },
  'simulate:reminders': { file: 'scripts/simulate-reminders.ts', args: [] },
  'bench:reminders': { file: 'scripts/bench-reminders.ts', args: [] },
};

// The npm of an older Node cannot read our lockfile, which would hide the reason behind an error of its own.
const oldestInstallingMajor = 18;

const parent = process.ppid;
const target = targets[process.argv[2]];
if (!target) {
  console.error('Usage: bootstrap.cjs ' + Object.keys(targets).join('|') + ' [arguments]');
  process.exit(2);
}

if (areInstalled()) {
  runTarget();
} else if (findRuntime() || (isBundled() && parseInt(process.versions.node, 10) >= oldestInstallingMajor)) {
  stopWithParent(install(runTargetAfter));
} else {
  refuse();
}

function runTargetAfter(exitCode) {
  if (exitCode !== 0) {
    console.error('The installation failed (npm ended with code ' + exitCode + ').');
    process.exit(exitCode);
  }
  runTarget();
}

function runTarget() {
  const runtime = findRuntime();
  if (!runtime) refuse();
  stopWithParent(runTypeScript(runtime, target.file, target.args.concat(process.argv.slice(3))));
}

/** npm passes SIGTERM to the shell between it and this process, and that shell dies of it without passing it on. */
function stopWithParent(child) {
  setInterval(function () {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, 1000).unref();
}

function refuse() {
  console.error(describeMissingRuntime());
  process.exit(1);
}
