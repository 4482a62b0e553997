import { join } from 'node:path';

/** Where one machine's sale keeps what is not in the store: keys, the edge's key-value store, the test provider's books. */
export interface StateFolder {
  readonly secretsFile: string;
  readonly kvsDir: string;
  readonly providerDir: string;
}

export function stateFolder(dir: string): StateFolder {
  return {
    secretsFile: join(dir, 'secrets.json'),
    kvsDir: join(dir, 'kvs'),
    providerDir: join(dir, 'test-provider'),
  };
}
