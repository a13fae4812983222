'use strict';

const { areInstalled } = require('./dependencies.cjs');
const { describeMissingRuntime, findRuntime, runTypeScript } = require('./runtime.cjs');

const runtime = findRuntime();
if (!areInstalled({ withoutDevelopment: true })) {
  console.error('Keyturn is not installed yet. Run `npm ci` first, or `npm start` for the demo.');
  process.exitCode = 1;
} else if (!runtime) {
  console.error(describeMissingRuntime());
  process.exitCode = 1;
} else {
  runTypeScript(runtime, 'server/src/main.ts', process.argv.slice(2));
}
