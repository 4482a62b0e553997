import { formatSaleRecord } from '../../../core/admission/index.ts';
import { equalConstantTime, toBase64Url } from '../../../core/crypto/index.ts';
import { nodeHashing } from '../../../service/adapters/system/index.ts';
import {
  commitmentTo,
  doorsAt,
  listKeys,
  readRecords,
  rulesOf,
  rulesProblems,
  type SaleRecords,
} from '../../../service/sale/index.ts';
import { formatCount, plural } from '../../framework/index.ts';
import { bad, type Check, type Outcome, ok, skipped } from '../finding.ts';
import type { Patient } from '../patient.ts';

/** What a value of the edge's store may have, and when it gets tight: a busy tuner adds entries. */
const VALUE_BYTES_MAX = 1_024;
const VALUE_BYTES_TIGHT = 850;

/** The sale record: there, whole, small enough, by the rules of the event, and its doors planned. */
export const saleCheck = (patient: Patient): Check => ({
  name: 'sale record',
  async run() {
    const { kvs, kvsUrl, eventId } = patient;
    if (kvs === undefined) return [];
    const records = await readRecords(kvs, eventId);
    if (records.sale === undefined)
      return [bad('failed', `${kvsUrl} holds no sale of ${eventId}`, `tix sale create ${eventId}`)];
    return [size(records), ...rules(patient, records), ...doors(patient, records)];
  },
});

function size({ sale }: SaleRecords): Outcome {
  const bytes = sale === undefined ? 0 : Buffer.byteLength(formatSaleRecord(sale));
  const says = `the record takes ${formatCount(bytes)} of ${formatCount(VALUE_BYTES_MAX)} bytes`;
  return bytes <= VALUE_BYTES_TIGHT
    ? ok(says, { bytes })
    : bad('warning', says, 'Change τ less often; entries that are past are dropped by the next change', {
        bytes,
      });
}

function rules({ event, eventId }: Patient, { sale, keys, draw }: SaleRecords): Outcome[] {
  if (sale === undefined || keys === undefined || event === undefined) return [];
  if (sale.commitment === null)
    return [bad('warning', 'nothing was committed to', 'Nobody will be able to check the draw afterwards')];
  const wanted = rulesOf(event, draw);
  const problems = rulesProblems(sale, wanted, commitmentTo(nodeHashing, wanted, keys));
  if (problems.length === 0) return [ok('rules, keys and event lead to the published commitment')];
  return problems.map(({ path, message }) =>
    bad('failed', `${path} ${message}`, `Another store or another sale of ${eventId}? Name the right ones`),
  );
}

function doors({ ctx, eventId }: Patient, { sale, notes }: SaleRecords): Outcome[] {
  if (sale === undefined) return [];
  const now = Math.floor(ctx.clock.nowMs() / 1000);
  const at = Math.max(now, sale.opensAt);
  const state = doorsAt(notes, at);
  if (state === 'open')
    return [ok(now < sale.opensAt ? 'the doors will open with the sale' : 'the doors are open')];
  return [
    bad(
      'warning',
      `nobody will be let in: the doors are ${state === 'notOpened' ? 'shut' : state}`,
      `tix sale open ${eventId}`,
    ),
  ];
}

/** The keys: there, whole, shared with the service, and not in the middle of a rotation. */
export const keysCheck = (patient: Patient): Check => ({
  name: 'keys',
  async run() {
    const { ctx, kvs, kvsUrl, eventId, secrets, secretsFile } = patient;
    if (kvs === undefined) return [];
    const records = await readRecords(kvs, eventId);
    const { keys } = records;
    if (keys === undefined)
      return [bad('failed', `${kvsUrl} holds no keys of ${eventId}`, `tix keys create ${eventId}`)];
    const lines = listKeys(nodeHashing, records, eventId, Math.floor(ctx.clock.nowMs() / 1000));
    const signing = lines.filter(({ purpose }) => purpose === 'signing');
    const outcomes: Outcome[] = [
      ok(`${plural(signing.length, 'signing key')}, ${keys.kid} signs; lot and draw keys are there`),
    ];
    if (keys.beacon === null)
      outcomes.push(
        bad(
          'failed',
          'the beacon’s value is not known yet: nobody would be admitted',
          `tix draw open ${eventId}, when its round is drawn`,
        ),
      );
    const waiting = signing.find(({ use }) => use === 'waits');
    if (waiting !== undefined)
      outcomes.push(
        bad('warning', `the rotation to ${waiting.kid} was not finished`, `tix keys rotate ${eventId}`),
      );
    if (secrets === undefined)
      outcomes.push(skipped(`no keys of the service at ${secretsFile}`, 'Name its folder with --state'));
    else if (equalConstantTime(toBase64Url(secrets.signIn), toBase64Url(keys.signIn)))
      outcomes.push(ok('the edge verifies sign-ins with the service’s own key'));
    else
      outcomes.push(
        bad(
          'failed',
          `the edge’s sign-in key is not the one in ${secretsFile}: nobody could queue`,
          'Name the state folder of the service that signs buyers in, or draw the keys with it',
        ),
      );
    return outcomes;
  },
});
