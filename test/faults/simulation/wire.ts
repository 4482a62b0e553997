import type { Agenda } from './agenda.ts';
import { chanceAt, hashOf } from './chance.ts';
import type { FaultBook } from './faults.ts';

/** The line from one server's life to a port: once the server is dead, nothing comes back over it. */
export interface Line {
  readonly seed: number;
  readonly server: number;
  readonly agenda: Agenda;
  readonly faults: FaultBook;
  isUp(): boolean;
  /** Why the port refuses this call before doing anything, if it does. */
  refusal(): Error | undefined;
  /** What a caller is told who will never know whether the call took effect. */
  unknown(): Error;
}

const LATENCY_MS_MIN = 0.2;
const LATENCY_MS_MAX = 12;
const SLOW_MS = 4_000;
/** A call that was on its way when its server died still arrives half of the time. */
const ARRIVES_AFTER_DEATH = 0.5;

type Call = (...args: unknown[]) => unknown;

/**
 * The port at the end of a line: each call is two steps of the agenda, one in which it takes effect and one in which its answer arrives,
 * each with a latency of its own. Other servers and every fault may come in between. The methods named in `local` are called directly.
 */
export function overTheWire<Port extends object>(
  port: Port,
  name: string,
  line: Line,
  local: readonly (keyof Port & string)[] = [],
): Port {
  const calls = new Map<string | symbol, Call>();
  return new Proxy(port, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== 'function' || typeof key !== 'string') return member;
      const known = calls.get(key);
      if (known !== undefined) return known;
      const direct: Call = member.bind(target);
      const call = local.some((name) => name === key) ? direct : remote(direct, `${name}.${key}`, line);
      calls.set(key, call);
      return call;
    },
  });
}

function remote(direct: Call, name: string, line: Line): Call {
  const { seed, server, agenda, faults } = line;
  const [there, back] = [`s${server} → ${name}`, `s${server} ← ${name}`];
  const [thereHash, backHash] = [hashOf(there), hashOf(back)];
  const latencyMs = (matter: number) =>
    LATENCY_MS_MIN + chanceAt(seed, matter, agenda.nowMs) ** 3 * (LATENCY_MS_MAX - LATENCY_MS_MIN);

  return (...args) =>
    new Promise((resolve, reject) => {
      if (!line.isUp()) return;
      const mishap = faults.ofCall(server);
      if (mishap !== undefined) agenda.note(`fault: ${name} of s${server} ${mishap}`);
      const slowMs = mishap === 'slow' ? SLOW_MS : 0;

      const answer = (settle: () => void) =>
        agenda.plan(latencyMs(backHash), back, () => {
          if (line.isUp()) settle();
        });
      const arrive = async () => {
        if (!line.isUp() && chanceAt(seed, thereHash, agenda.nowMs) >= ARRIVES_AFTER_DEATH) return;
        const refusal = line.refusal() ?? (mishap === 'refused' ? line.unknown() : undefined);
        if (refusal !== undefined) return answer(() => reject(refusal));
        try {
          const value = await direct(...args);
          answer(mishap === 'answerLost' ? () => reject(line.unknown()) : () => resolve(value));
        } catch (error) {
          answer(() => reject(error));
        }
      };
      agenda.plan(latencyMs(thereHash) + slowMs, there, arrive);
    });
}
