import type { Logger } from 'pino';
import type { AbuseRule } from '../../core/abuse/index.ts';
import { UserError } from '../../core/errors/index.ts';
import { openFileAuditLog } from '../../service/adapters/audit-file/index.ts';
import type { Prometheus } from '../../service/adapters/meter-prometheus/index.ts';
import { nodeHashing, systemRandom } from '../../service/adapters/system/index.ts';
import { createOperationsApp, openAccess } from '../../service/operations/index.ts';
import type { Clock, KeyValueStore, SignalStore } from '../../service/ports/index.ts';
import type { RunningService } from '../../service/server/index.ts';
import { type Listening, listen } from './listen.ts';
import type { StateFolder } from './state-folder.ts';

/** Operators work on this machine, or come to it by a tunnel: the API is for nobody on the network. */
const HOST = '127.0.0.1';

export interface OperationsServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the operations API beside the buyers', on a port of its own, and tells commands on this machine where it is. */
export async function startOperations(options: {
  readonly service: RunningService;
  readonly state: StateFolder;
  /** For changing records. */
  readonly kvs: KeyValueStore;
  /** Undefined: the one after the buyers' port, or another that is free. */
  readonly port: number | undefined;
  readonly buyersPort: number;
  readonly signals: SignalStore;
  readonly abuseRules: readonly AbuseRule[];
  readonly leadSeconds: number;
  readonly prometheus: Prometheus;
  readonly clock: Clock;
  readonly log: Logger;
}): Promise<OperationsServer> {
  const { service, state, kvs, clock, log, leadSeconds } = options;
  const access = await openAccess(state.accessFile, { random: systemRandom, hashing: nodeHashing });
  const auditLog = await openFileAuditLog(state.auditFile);
  const { app, end } = createOperationsApp({
    ...{ operations: service.operations, events: service.context.events },
    ...{ signals: options.signals, abuseRules: options.abuseRules },
    ...{ access, auditLog, kvs, clock, leadSeconds, log },
    exposition: options.prometheus.exposition,
  });
  const fetch = async (request: Request) => app.fetch(request);
  const server = await listenSomewhere(options.port, options.buyersPort, fetch).catch(
    async (error: unknown) => {
      await auditLog.close();
      throw error;
    },
  );
  await access.publishUrl(server.url);
  return {
    url: server.url,
    async close() {
      end();
      await server.close();
      await auditLog.close();
    },
  };
}

async function listenSomewhere(
  port: number | undefined,
  buyersPort: number,
  fetch: (request: Request) => Promise<Response>,
): Promise<Listening> {
  const next = buyersPort === 0 || buyersPort === 65_535 ? 0 : buyersPort + 1;
  try {
    return await listen({ host: HOST, port: port ?? next, option: '--ops-port' }, fetch);
  } catch (error) {
    const mayMove = port === undefined && error instanceof UserError && error.code === 'PORT_IN_USE';
    if (!mayMove) throw error;
    return listen({ host: HOST, port: 0 }, fetch);
  }
}
