#!/usr/bin/env node
'use strict';

// JavaScript of 2019: an old Node reads this file, finds the Node that the project brought and runs it again on that one.

const fs = require('fs');
const path = require('path');
const { nodeFor, thisNodeWillDo, missingNode } = require('./find-node.js');

const root = path.resolve(__dirname, '..');
const main = path.join(root, 'dist', 'cli', 'main.js');

/** @param {string} message */
function giveUp(message) {
  process.stderr.write(`error: ${message}\n`);
  process.exitCode = 2;
}

function start() {
  if (!fs.existsSync(main)) return giveUp(`tix is not built yet: run "npm run build" in ${root}`);
  if (thisNodeWillDo()) return runHere();
  const node = nodeFor(root);
  return node === undefined ? giveUp(missingNode()) : runOn(node);
}

function runHere() {
  const enableCompileCache = require('module').enableCompileCache;
  if (enableCompileCache) enableCompileCache(path.join(root, 'node_modules', '.cache', 'tix'));
  return import(require('url').pathToFileURL(main).href);
}

/**
 * Runs this file again on another Node and passes signals, exit code and end by signal through. A ^C reaches the child from the
 * terminal and from here; the command counts both as one.
 *
 * @param {string} node
 */
function runOn(node) {
  const child = require('child_process').spawn(node, [__filename, ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    giveUp(`the Node at ${node} does not start (${error.message}): run "npm run setup" in ${root}`);
  });
  child.on('exit', (code, signal) => {
    for (const name of signals) process.removeAllListeners(name);
    if (signal === null) process.exitCode = code === null ? 70 : code;
    else process.kill(process.pid, signal);
  });
}

start();
