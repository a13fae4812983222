'use strict';

// Written for old Nodes on purpose: it has to say what is wrong even where Keyturn itself cannot run.

const { spawn, spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const root = path.join(__dirname, '..');
const bundleName = 'node-' + process.platform + '-' + process.arch;

/** Whether this platform gets its Node from npm, as an optional dependency of the root package. */
function isBundled() {
  const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  return bundleName in manifest.optionalDependencies;
}

/** The path of the Node that runs Keyturn, or undefined when this machine has none that can. */
function findRuntime() {
  const bundle = path.join(root, 'node_modules', bundleName, 'bin', 'node');
  // It is started once because a file that exists need not run: another C library, a broken download.
  if (fs.existsSync(bundle) && spawnSync(bundle, ['--version']).status === 0) return bundle;
  if (stripsTypes(process.versions.node)) return process.execPath;
  return undefined;
}

/** Node runs TypeScript without a flag from 22.18 and 23.6 on. */
function stripsTypes(version) {
  const parts = version.split('.').map(Number);
  if (parts[0] === 22) return parts[1] >= 18;
  if (parts[0] === 23) return parts[1] >= 6;
  return parts[0] > 23;
}

/** What to tell a person whose machine has no Node that can run Keyturn. */
function describeMissingRuntime() {
  const found = 'Found: Node ' + process.version + ' on ' + process.platform + ' ' + process.arch;
  return [
    'Keyturn needs Node 22.18 or later; Node 26 is recommended.',
    found + (isBundled() ? '.' : ', a platform for which Keyturn brings no Node of its own.'),
    'Install Node 26, from https://nodejs.org or with a version manager, and run the same command again.',
  ].join('\n');
}

/**
 * Runs a program in the foreground: same terminal, signals passed on. Calls back with the exit code, which is
 * 128 + the signal's number, as in a shell, when a signal ended the program.
 */
function runInForeground(command, args, options, done) {
  const child = spawn(command, args, Object.assign({ stdio: 'inherit' }, options));
  const forward = function (signal) {
    // A terminal sends Ctrl+C to the child too, and a second one would cut its clean shutdown short.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  signals.forEach(function (signal) {
    process.on(signal, forward);
  });
  child.on('error', function (error) {
    console.error('Cannot run ' + command + ': ' + error.message);
    done(1);
  });
  child.on('exit', function (code, signal) {
    signals.forEach(function (name) {
      process.removeListener(name, forward);
    });
    done(code === null ? 128 + os.constants.signals[signal] : code);
  });
  return child;
}

/** Runs one of Keyturn's TypeScript files and ends this process with its exit code. Gives the child process. */
function runTypeScript(runtime, file, args) {
  const nodeArgs = ['--disable-warning=ExperimentalWarning', path.join(root, file)].concat(args);
  return runInForeground(runtime, nodeArgs, { env: environmentWith(runtime) }, function (code) {
    process.exit(code);
  });
}

/**
 * This process's environment with the runtime first on PATH, so that whatever is started uses it as well. What Node made
 * of the TypeScript is kept beside the packages, which nobody else can write to: a command starts in two thirds of the
 * time.
 */
function environmentWith(runtime) {
  const env = Object.assign({}, process.env);
  const name =
    Object.keys(env).find(function (key) {
      return key.toUpperCase() === 'PATH';
    }) || 'PATH';
  env[name] = path.dirname(runtime) + path.delimiter + (env[name] || '');
  if (!env.NODE_COMPILE_CACHE)
    env.NODE_COMPILE_CACHE = path.join(root, 'node_modules', '.cache', 'node-compile');
  return env;
}

module.exports = { describeMissingRuntime, findRuntime, isBundled, root, runInForeground, runTypeScript };
