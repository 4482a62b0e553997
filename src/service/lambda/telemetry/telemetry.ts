import { env } from 'node:process';
import { Logger as Powertools } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import type { Logger } from 'pino';
import { MEASURES, type Meter } from '../../measures/index.ts';
import { NAMESPACE } from '../names.ts';
import { pinoOver } from './pino-over.ts';

/**
 * What a function tells its operators: log lines, and measures for the dashboard and the alarms in the namespace `NAMESPACE`. Both carry
 * the function's name as `service`.
 */
export interface Telemetry extends Meter {
  readonly log: Logger;
  /** Begins an invocation: its log lines carry its ids, of which `correlationId` is the one that other functions and the CDN share. */
  begin(context: Context, correlationId: string): void;
  /** Ends an invocation: what was measured is published. */
  end(): void;
}

/** @param service what log lines and measures are found by: the function's own name, unless told otherwise */
export function createTelemetry(service = env.AWS_LAMBDA_FUNCTION_NAME ?? 'tix'): Telemetry {
  const powertools = new Powertools({ serviceName: service });
  const metrics = new Metrics({ namespace: NAMESPACE, serviceName: service });
  return {
    log: pinoOver(powertools),
    begin(context, correlationId) {
      powertools.addContext(context);
      powertools.setCorrelationId(correlationId);
    },
    measure: (name, value) => void metrics.addMetric(name, MEASURES[name].unit, value),
    end() {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
}
