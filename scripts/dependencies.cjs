'use strict';

const fs = require('fs');
const path = require('path');
const { root, runInForeground } = require('./runtime.cjs');

/**
 * Whether node_modules holds what package-lock.json names, whoever installed it; with `withoutDevelopment` the tools
 * of developers may be missing. npm writes its own record,
 * node_modules/.package-lock.json, as the last step, so an interrupted installation lacks it or differs from it.
 */
function areInstalled(options) {
  const wanted = readPackages(path.join(root, 'package-lock.json'));
  const installed = readPackages(path.join(root, 'node_modules', '.package-lock.json'));
  const withoutDevelopment = Boolean(options && options.withoutDevelopment);
  if (!wanted || !installed) return false;
  return Object.keys(wanted).every(function (location) {
    if (location.indexOf('node_modules/') === -1) return true;
    const want = wanted[location];
    const have = installed[location];
    // npm leaves out what was built for other platforms.
    if (!have) return Boolean(want.optional || want.devOptional || (want.dev && withoutDevelopment));
    if (have.version !== want.version || have.integrity !== want.integrity) return false;
    return fs.existsSync(path.join(root, location, 'package.json'));
  });
}

function readPackages(lockfile) {
  try {
    return JSON.parse(fs.readFileSync(lockfile, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** Installs exactly what package-lock.json names; calls back with npm's exit code. Gives npm's process. */
function install(done) {
  console.log('Installing what Keyturn needs; this takes about half a minute.');
  // Whatever the user's npm is set to leave out, the tests and the bundled runtime are needed here.
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  args.push('--loglevel=error', '--engine-strict=false');
  const npmScript = process.env.npm_execpath;
  if (npmScript && path.basename(npmScript) === 'npm-cli.js') {
    return runInForeground(process.execPath, [npmScript].concat(args), { cwd: root }, done);
  }
  // npm is a .cmd file on Windows, which only a shell starts.
  return runInForeground('npm', args, { cwd: root, shell: process.platform === 'win32' }, done);
}

module.exports = { areInstalled, install };
