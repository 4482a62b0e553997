import { cacheCheck } from './checks/cache.ts';
import { clockCheck } from './checks/clock.ts';
import { diskCheck } from './checks/disk.ts';
import { siteCheck } from './checks/edge.ts';
import { propagationCheck } from './checks/propagation.ts';
import { keysCheck, saleCheck } from './checks/records.ts';
import { storeCheck } from './checks/store.ts';
import { tablesCheck } from './checks/tables.ts';
import { webhookCheck } from './checks/webhook.ts';
import { type Finding, findings } from './finding.ts';
import type { Patient } from './patient.ts';

/** From the inside out: what a later check needs was looked at by an earlier one. */
const CHECKS = [
  storeCheck,
  diskCheck,
  tablesCheck,
  saleCheck,
  keysCheck,
  siteCheck,
  clockCheck,
  propagationCheck,
  webhookCheck,
  cacheCheck,
];

/** Runs every check and tells each finding as it is made. Nothing is changed but what the checks take away again. */
export async function diagnose(patient: Patient, tell: (finding: Finding) => void): Promise<Finding[]> {
  const all: Finding[] = [];
  for (const check of CHECKS) {
    patient.ctx.signal.throwIfAborted();
    for (const finding of await findings(check(patient))) {
      all.push(finding);
      tell(finding);
    }
  }
  return all;
}
