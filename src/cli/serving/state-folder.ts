import { join } from 'node:path';

/** Where one machine's sale keeps what is not in the store: keys, the edge's key-value store, the test provider's books, and the
 * events that go out with the keys of those they go to. */
export interface StateFolder {
  readonly secretsFile: string;
  readonly kvsDir: string;
  readonly providerDir: string;
  readonly outboundDir: string;
  readonly endpointsFile: string;
  /** Where the operations API is, and who may use it. */
  readonly accessFile: string;
  /** What operators did. */
  readonly auditFile: string;
  /** What tuners have learnt, and why they did what they did. */
  readonly tunerDir: string;
}

export function stateFolder(dir: string): StateFolder {
  return {
    secretsFile: join(dir, 'secrets.json'),
    kvsDir: join(dir, 'kvs'),
    providerDir: join(dir, 'test-provider'),
    outboundDir: join(dir, 'outbound'),
    endpointsFile: join(dir, 'outbound', 'endpoints.json'),
    accessFile: join(dir, 'ops.json'),
    auditFile: join(dir, 'audit.ndjson'),
    tunerDir: join(dir, 'tuner'),
  };
}
