import { resolve } from 'node:path';
import pino from 'pino';
import { UserError } from '../../core/errors/index.ts';
import { createIdentityExchange } from '../../service/auth/index.ts';
import type { MapReport } from '../../service/maps/index.ts';
import { cacheOption, openCache } from '../cache-url.ts';
import {
  decimal,
  defineStreamCommand,
  duration,
  flag,
  formatCount,
  integer,
  list,
  plural,
  text,
} from '../framework/index.ts';
import { kvsOption, kvsUrlOf, openServerKvs, stateOption, usualSpreadSeconds } from '../kvs-url.ts';
import { startServer, stateFolder } from '../serving/index.ts';
import { abuseRulesOption, openSignals, readAbuseRules, signalsOption } from '../signals-url.ts';
import { openJournal, openStore, storeOption } from '../store-url.ts';

interface Listening {
  readonly type: 'listening';
  readonly url: string;
  /** Of the operations API, on this machine only. */
  readonly opsUrl: string;
  readonly events: readonly {
    readonly eventId: string;
    readonly opensAt: number;
    readonly seatCount: number;
  }[];
  readonly devLogin: boolean;
}

const webAddress = /^https?:\/\/[^\s]+[^/\s]$/;

export default defineStreamCommand({
  name: 'serve',
  description:
    'Runs a sale on this machine: the edge functions in front, the reservation service behind them, and a payment provider to rehearse\nwith. Every event in the store is served; put one there with `tix seed`. Stop it with ^C: what is under way is finished first.',
  args: {},
  options: {
    store: storeOption,
    cache: cacheOption,
    signals: signalsOption,
    abuseRules: abuseRulesOption,
    turnstile: text({
      summary:
        'site key of Cloudflare Turnstile as the human check; its secret key stands in TIX_TURNSTILE_SECRET',
      placeholder: 'KEY',
    }),
    state: stateOption,
    kvs: kvsOption,
    host: text({ summary: 'address to listen on', placeholder: 'ADDRESS', default: '127.0.0.1' }),
    port: integer({ summary: 'port to listen on; 0 takes a free one', min: 0, max: 65_535, default: 8080 }),
    opsPort: integer({
      summary: 'port of the operations API, on this machine only',
      min: 0,
      max: 65_535,
      defaultText: 'the one after --port, or a free one',
    }),
    publicUrl: text({
      summary: 'the site as buyers reach it, when a proxy stands in front',
      placeholder: 'URL',
      pattern: webAddress,
      expected: 'a web address without a slash at the end',
    }),
    devLogin: flag({ summary: 'let anybody sign in as anybody, for rehearsals' }),
    oidcIssuer: text({
      summary: 'identity provider that signs buyers in',
      placeholder: 'URL',
      pattern: webAddress,
      expected: 'a web address',
    }),
    oidcAudience: text({ summary: 'our client id there', placeholder: 'ID' }),
    oidcJwks: text({
      summary: 'where its keys are',
      placeholder: 'URL',
      pattern: webAddress,
      expected: 'a web address',
    }),
    oidcAuthorize: text({
      summary: 'where it signs people in; without it, only links of your own lead there',
      placeholder: 'URL',
      pattern: webAddress,
      expected: 'a web address',
    }),
    webhook: list(
      text({
        summary: 'where outbound events are posted to',
        placeholder: 'URL',
        pattern: /^https?:\/\/[^\s]{1,490}$/,
        expected: 'a web address of at most 500 characters',
      }),
    ),
    tau: decimal({ summary: 'τ in seconds of sales that are opened now', min: 1, max: 1e9, default: 600 }),
    powBits: integer({ summary: 'bits of proof of work', min: 0, max: 24, default: 12 }),
    tokenLife: duration({
      summary: 'how long a place lives after its next try',
      default: 600_000,
      defaultText: '10m',
      min: '10s',
    }),
    reconcileEvery: duration({
      summary: 'how often overdue payments are looked at',
      default: 5_000,
      defaultText: '5s',
      min: '100ms',
    }),
    logLevel: text({
      summary: 'what is logged to standard error',
      placeholder: 'LEVEL',
      default: 'warn',
      pattern: /^(?:debug|info|warn|error|silent)$/,
      expected: 'debug, info, warn, error or silent',
    }),
  },
  examples: [
    { line: 'tix serve --dev-login', does: 'Serve what was seeded, at http://127.0.0.1:8080' },
    {
      line: 'tix serve --port 0 --store lmdb:/tmp/rehearsal --state /tmp/rehearsal-state --dev-login --json',
      does: 'For a script: a free port, told as JSON on standard output',
    },
  ],
  async run(input, ctx, emit: (event: Listening) => void) {
    const identity = identityOf(input);
    const abuseRules = await readAbuseRules(ctx, input.abuseRules);
    const turnstile = turnstileOf(input.turnstile, ctx.env.TIX_TURNSTILE_SECRET);
    const store = await openStore(ctx, input.store);
    const log = pino({ level: input.logLevel, base: null }, pino.destination({ dest: 2, sync: false }));
    const cache = await openCache(ctx, input.cache, log);
    const signals = await openSignals(input.signals, log);
    const edgeStore = await openServerKvs(ctx, input);
    const journal = await openJournal(ctx, input.store);
    const server = await startServer({
      store,
      journal,
      cache,
      signals,
      abuseRules,
      turnstile,
      edgeStore,
      webhooks: input.webhook.flatMap((url) => url ?? []),
      log,
      identity,
      state: stateFolder(resolve(ctx.cwd, input.state)),
      packageRoot: ctx.packageRoot,
      host: input.host,
      port: input.port,
      opsPort: input.opsPort,
      leadSeconds: usualSpreadSeconds(kvsUrlOf(ctx, input)),
      publicUrl: input.publicUrl,
      devLogin: input.devLogin,
      tau: input.tau,
      powBits: input.powBits,
      tokenLifeSeconds: Math.round(input.tokenLife / 1000),
      reconcileEveryMs: input.reconcileEvery,
      clock: ctx.clock,
    }).catch(async (error: unknown) => {
      await Promise.all([store, journal, cache, signals, edgeStore.kvs].map((one) => one.close()));
      throw error;
    });
    const events = server.events.map(({ eventId, opensAt, seatCount }) => ({ eventId, opensAt, seatCount }));
    if (input.devLogin)
      ctx.note('WARNING: --dev-login is on: anybody can sign in as anybody. Never use it for a real sale.');
    emit({ type: 'listening', url: server.url, opsUrl: server.opsUrl, events, devLogin: input.devLogin });
    await aborted(ctx.signal);
    ctx.note('finishing what is under way');
    await server.close();
    return { type: 'stopped' as const, maps: server.maps() };
  },
  renderEvent({ url, opsUrl, events }, { paint }) {
    const lines = events.map(
      ({ eventId, opensAt, seatCount }) =>
        `  ${eventId}: ${plural(seatCount, 'seat')}, opens ${new Date(opensAt * 1000).toISOString()}`,
    );
    const none = '  no events yet: stop, run `tix seed`, and start again';
    return [
      `serving at ${paint.bold(url)}`,
      ...(lines.length > 0 ? lines : [none]),
      `API: ${url}/openapi.json`,
      `operations: ${opsUrl} (tokens in ops.json of the state folder)`,
    ].join('\n');
  },
  render: ({ maps }) => `stopped\n${inWords(maps)}`,
});

function turnstileOf(siteKey: string | undefined, secretKey: string | undefined) {
  if (siteKey === undefined) return undefined;
  if (secretKey === undefined || secretKey === '')
    throw new UserError(
      'TURNSTILE_INCOMPLETE',
      'put the secret key of --turnstile into TIX_TURNSTILE_SECRET',
    );
  return { siteKey, secretKey };
}

function identityOf(input: {
  readonly oidcIssuer: string | undefined;
  readonly oidcAudience: string | undefined;
  readonly oidcJwks: string | undefined;
  readonly oidcAuthorize: string | undefined;
}) {
  const {
    oidcIssuer: issuer,
    oidcAudience: audience,
    oidcJwks: jwksUrl,
    oidcAuthorize: authorizeUrl,
  } = input;
  if (issuer !== undefined && audience !== undefined && jwksUrl !== undefined)
    return createIdentityExchange({ issuer, audience, jwksUrl, authorizeUrl });
  const given = [issuer, audience, jwksUrl, authorizeUrl].filter((one) => one !== undefined);
  if (given.length === 0) return undefined;
  throw new UserError(
    'OIDC_INCOMPLETE',
    'give --oidc-issuer, --oidc-audience and --oidc-jwks together, --oidc-authorize with them, or none of them',
  );
}

/** How true the maps were, in three lines. */
function inWords({ changes, clicks, requests }: MapReport): string {
  const { p50, p99, max } = changes.lagMs;
  return [
    `maps: ${formatCount(requests.count)} requests, ${formatCount(requests.unchanged)} of them answered "unchanged"`,
    `changes: ${formatCount(changes.count)} reached the maps, half within ${p50} ms, 99 % within ${p99} ms, all within ${max} ms`,
    `ghost seats: ${formatCount(clicks.ghosts)} of ${formatCount(clicks.seats)} seats that buyers clicked were gone (${(clicks.ghostRate * 100).toFixed(2)} %)`,
  ].join('\n');
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
