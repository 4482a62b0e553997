/// <reference types="aws-cloudfront-function" />
import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { constants, createContext, Script } from 'node:vm';
import { RUNTIME_GLOBALS, replaceImportLines } from '../runtime/index.ts';

export type EdgeRequest = AWSCloudFrontFunction.Request;
export type EdgeResponse = AWSCloudFrontFunction.Response;
export type EdgeOutcome = EdgeRequest | EdgeResponse;

export interface EdgeEvent {
  readonly version: '1.0';
  readonly context: AWSCloudFrontFunction.Context;
  readonly viewer: AWSCloudFrontFunction.Viewer;
  readonly request: EdgeRequest;
}

/** What the sandbox takes from outside. */
export interface SandboxServices {
  /** A value of the key-value store, or undefined when there is none. */
  readonly get: (key: string) => Promise<string | undefined>;
  /** Takes a line that the function logs. */
  readonly log?: (line: string) => void;
}

/** A built function, ready to be called. `nowMs` is what its `Date` shows, and goes on showing, when it is called. */
export type SandboxedFunction = (event: EdgeEvent, nowMs: number) => Promise<EdgeOutcome>;

const HASHES: readonly string[] = ['md5', 'sha1', 'sha256'];

/**
 * Loads a built function into a context of its own that has the globals of the CloudFront Functions runtime and no others. Made once and
 * called often: a call costs what the function costs.
 */
export function loadFunction(name: string, code: string, services: SandboxServices): SandboxedFunction {
  // A context of the plain kind: in one made around an object every look at a global would be a call back into Node.
  const globals = createContext(constants.DONT_CONTEXTIFY, {
    name,
    codeGeneration: { strings: false, wasm: false },
  });
  let nowMs = 0;
  const freezeDate = new Script(FROZEN_DATE).runInContext(globals) as (now: () => number) => void;
  freezeDate(() => nowMs);
  for (const global of Object.getOwnPropertyNames(globals)) {
    // What cannot be deleted comes from a flag Node was started with, such as --expose-gc.
    if (!RUNTIME_GLOBALS.has(global)) Reflect.deleteProperty(globals, global);
  }
  const log = services.log ?? (() => {});
  Object.assign(globals, { Buffer, TextEncoder, TextDecoder, atob, btoa, console: { log } });

  const body = replaceImportLines(code, (moduleName) => `modules.${moduleName}`);
  const load = new Script(`(function (modules) { 'use strict';\n${body}\nreturn handler; })`, {
    filename: name,
  });
  const handler = load.runInContext(globals)({
    cloudfront: cloudfrontModule(services),
    crypto: cryptoModule,
  }) as (event: EdgeEvent) => Promise<EdgeOutcome>;
  return (event, now) => {
    nowMs = now;
    return handler(event);
  };
}

const FROZEN_DATE = `(function (now) {
  const RealDate = Date;
  globalThis.Date = class Date extends RealDate {
    constructor(...values) { values.length === 0 ? super(now()) : super(...values); }
    static now() { return now(); }
  };
})`;

function cloudfrontModule({ get }: SandboxServices): object {
  const store = {
    async get(key: string, options?: { readonly format?: 'string' | 'json' | 'bytes' }): Promise<unknown> {
      const value = await get(key);
      if (value === undefined) throw new Error('KeyNotFound');
      if (options?.format === 'json') return JSON.parse(value);
      return options?.format === 'bytes' ? Buffer.from(value) : value;
    },
    exists: async (key: string) => (await get(key)) !== undefined,
  };
  return { kvs: () => store };
}

const cryptoModule = {
  createHash: (algorithm: string) => createHash(offered(algorithm)),
  createHmac: (algorithm: string, key: string | Uint8Array) =>
    createHmac(offered(algorithm), preparedKey(key)),
};

/** Enough for the keys of dozens of sales. */
const PREPARED_KEYS_MAX = 1_000;
const preparedKeys = new Map<string, KeyObject>();

/** Node prepares a raw key anew for every HMAC, at five times the cost of the HMAC itself; a function reads its keys anew in every call. */
function preparedKey(key: string | Uint8Array): KeyObject {
  const bytes = Buffer.isBuffer(key) ? key : Buffer.from(key);
  const spelling = bytes.toString('latin1');
  const known = preparedKeys.get(spelling);
  if (known !== undefined) return known;
  if (preparedKeys.size >= PREPARED_KEYS_MAX) preparedKeys.clear();
  const prepared = createSecretKey(bytes);
  preparedKeys.set(spelling, prepared);
  return prepared;
}

function offered(algorithm: string): string {
  if (HASHES.includes(algorithm)) return algorithm;
  throw new Error(`the runtime has no ${algorithm}`);
}
