/** Modules a CloudFront Function may import (JavaScript runtime 2.0, as documented). */
export const RUNTIME_MODULES: readonly string[] = ['cloudfront', 'crypto', 'querystring', 'buffer'];

/** Globals a CloudFront Function may rely on. No process, timers, network, `eval` or `Function`; no Map, Set, Proxy or BigInt. */
export const RUNTIME_GLOBALS: ReadonlySet<string> = new Set(
  `undefined NaN Infinity globalThis Object Array String Number Boolean Symbol Math Date RegExp JSON Promise Error EvalError
  RangeError ReferenceError SyntaxError TypeError URIError parseInt parseFloat isNaN isFinite decodeURI decodeURIComponent
  encodeURI encodeURIComponent atob btoa Buffer TextEncoder TextDecoder ArrayBuffer DataView Int8Array Uint8Array
  Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array console`.split(
    /\s+/,
  ),
);
