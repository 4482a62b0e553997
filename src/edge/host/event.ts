import type { EdgeEvent, EdgeRequest, EdgeResponse } from './sandbox.ts';

type Values = EdgeRequest['headers'];

/** Headers that hold one value each: several of them reach us joined by commas, and CloudFront would show them apart. */
const SINGLE_VALUED = /^(x-tix-|authorization$)/;

/** The event CloudFront would make of a request from a viewer. */
export function eventOf(request: Request, viewerIp: string, requestId: string): EdgeEvent {
  const url = new URL(request.url);
  return {
    version: '1.0',
    context: {
      distributionDomainName: url.hostname,
      distributionId: 'LOCAL',
      eventType: 'viewer-request',
      requestId,
    },
    viewer: { ip: viewerIp },
    request: {
      method: request.method,
      uri: url.pathname,
      querystring: valuesOf(pairsOf(url.search.slice(1), '&')),
      headers: valuesOf(headerPairs(request.headers)),
      cookies: valuesOf(pairsOf(request.headers.get('cookie') ?? '', ';')),
    },
  };
}

/** `original` with the headers and cookies as the function left them. Our functions change neither path nor query. */
export function requestFrom(outcome: EdgeRequest, original: Request): Request {
  const headers = new Headers();
  for (const [name, values] of entriesOf(outcome.headers)) headers.set(name, values.join(', '));
  const cookies = entriesOf(outcome.cookies).flatMap(([name, values]) =>
    values.map((value) => `${name}=${value}`),
  );
  if (cookies.length > 0) headers.set('cookie', cookies.join('; '));
  return new Request(original, { headers });
}

/** The response a function gave instead of letting the request through. */
export function responseFrom(outcome: EdgeResponse): Response {
  const headers = new Headers();
  for (const [name, values] of entriesOf(outcome.headers ?? {})) headers.set(name, values.join(', '));
  for (const [name, { value, attributes }] of Object.entries(outcome.cookies ?? {})) {
    headers.append('set-cookie', `${name}=${value}; ${attributes}`);
  }
  return new Response(bodyOf(outcome.body), {
    status: outcome.statusCode,
    statusText: outcome.statusDescription ?? '',
    headers,
  });
}

function bodyOf(body: EdgeResponse['body']): string | Uint8Array<ArrayBuffer> | null {
  if (body === undefined || typeof body === 'string') return body ?? null;
  return body.encoding === 'base64' ? Uint8Array.from(Buffer.from(body.data, 'base64')) : body.data;
}

function* headerPairs(headers: Headers): Generator<readonly [string, string]> {
  for (const [name, value] of headers) {
    if (name === 'cookie') continue;
    if (!SINGLE_VALUED.test(name)) yield [name, value];
    else for (const part of value.split(',')) yield [name, part.trim()];
  }
}

/** `a=1; b=2` as pairs, neither decoded nor changed; a part without `=` is a name without a value. */
function pairsOf(text: string, separator: string): (readonly [string, string])[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=');
      return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
    });
}

/** CloudFront's form: the first value of a name as `value`, and all of them as `multiValue` when there are several. */
function valuesOf(pairs: Iterable<readonly [string, string]>): Values {
  const all = new Map<string, { value: string }[]>();
  for (const [name, value] of pairs) {
    const known = all.get(name);
    if (known === undefined) all.set(name, [{ value }]);
    else known.push({ value });
  }
  const values: Values = Object.create(null);
  for (const [name, list] of all) {
    values[name] = { value: list[0]?.value ?? '', ...(list.length > 1 ? { multiValue: list } : {}) };
  }
  return values;
}

function entriesOf(values: Values): (readonly [string, readonly string[]])[] {
  return Object.entries(values).map(([name, { value, multiValue }]) => [
    name,
    multiValue?.map((one) => one.value) ?? [value],
  ]);
}
