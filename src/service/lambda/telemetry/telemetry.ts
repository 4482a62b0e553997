import { env } from 'node:process';
import { Logger as Powertools } from '@aws-lambda-powertools/logger';
import { Metrics, type MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import type { Logger } from 'pino';
import { NAMESPACE } from '../names.ts';
import { pinoOver } from './pino-over.ts';

type Unit = (typeof MetricUnit)['Count' | 'Milliseconds' | 'Seconds'];

/** What a function tells its operators. Log lines and measures carry the function's name as `service`. */
export interface Telemetry {
  readonly log: Logger;
  /** Begins an invocation: its log lines carry its ids, of which `correlationId` is the one that other functions and the CDN share. */
  begin(context: Context, correlationId: string): void;
  /** A number for the dashboard and the alarms, in the namespace `NAMESPACE`. */
  measure(name: string, unit: Unit, value: number): void;
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
    measure: (name, unit, value) => void metrics.addMetric(name, unit, value),
    end() {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    },
  };
}
