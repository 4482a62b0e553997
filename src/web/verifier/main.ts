import type { VerifyChecked, VerifyReport } from '../../core/proof/index.ts';
import { verifyFile } from './verify.ts';

/*
 * The page that is published beside a bundle: one file, opened from a disk, that asks nobody anything. Made by `scripts/build.ts web`.
 */

const form = part('form', HTMLFormElement);
const result = part('result', HTMLElement);
const progress = part('progress', HTMLProgressElement);

form.addEventListener('submit', (submitted) => {
  submitted.preventDefault();
  const given = new FormData(form);
  const bundle = given.get('bundle');
  if (bundle instanceof File) void answer(bundle, text(given, 'beacon'), text(given, 'token'));
});

async function answer(bundle: File, beacon: string, token: string): Promise<void> {
  progress.hidden = false;
  progress.max = Math.max(1, bundle.size);
  result.replaceChildren();
  try {
    const report = await verifyFile({ bundle, beacon, token }, (bytes) => {
      progress.value = bytes;
    });
    show(report);
  } catch (error) {
    result.replaceChildren(paragraph(`The file cannot be read: ${String(error)}`, 'bad'));
  }
  progress.hidden = true;
}

function show({ ok, checked, findings }: VerifyReport): void {
  const verdict = ok
    ? paragraph('Verified: everything that can be checked here is as the rules say.', 'good')
    : paragraph(`${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}`, 'bad');
  verdict.id = 'verdict';
  const list = document.createElement('ul');
  for (const { code, message, where } of findings) {
    const item = document.createElement('li');
    const name = document.createElement('code');
    name.textContent = code;
    item.append(name, ` ${where}: ${message}`);
    list.append(item);
  }
  result.replaceChildren(verdict, list, ...(checked === null ? [] : [facts(checked)]));
}

function facts(checked: VerifyChecked): HTMLElement {
  const { token, draws } = checked;
  const rows: [string, string][] = [
    ['Event', checked.eventId],
    ['Commitment', checked.commitment],
    ['Beacon', checked.beacon],
    ['Links of the chain', String(checked.links)],
    ['Admissions', `${checked.admitted} of ${checked.people} accounts`],
    ['Accounts in the roster', String(checked.accounts)],
    ['Seats sold to them', String(checked.seats)],
    [
      'Numbers',
      `${draws.draws}, ${draws.distance.toFixed(4)} from even (chance: up to ${draws.limit.toFixed(4)})`,
    ],
  ];
  if (token !== null) {
    rows.push(['Your number', String(token.lotteryNumber)]);
    rows.push(['Your turn', token.admittedAt === null ? 'never came' : time(token.admittedAt)]);
    const logged = token.logged.map(({ slotStart, outcome }) => `${outcome} at ${time(slotStart)}`);
    rows.push(['The log of you', logged.join('; ') || 'nothing']);
  }
  const list = document.createElement('dl');
  for (const [name, value] of rows) {
    const term = document.createElement('dt');
    const detail = document.createElement('dd');
    term.textContent = name;
    detail.textContent = value;
    list.append(term, detail);
  }
  return list;
}

function time(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString().replace('.000Z', 'Z');
}

function paragraph(words: string, tone: 'good' | 'bad'): HTMLElement {
  const made = document.createElement('p');
  made.className = tone;
  made.textContent = words;
  return made;
}

function text(given: FormData, name: string): string {
  const value = given.get(name);
  return typeof value === 'string' ? value.trim() : '';
}

function part<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${id}`);
}
