import * as rules from '../../../src/core/reservation/index.ts';
import {
  EmbeddedStore,
  type Engine,
  type ReadView,
} from '../../../src/service/adapters/store-embedded/index.ts';
import { MemoryEngine } from '../../../src/service/adapters/store-memory/index.ts';
import type { MakeStore } from './sale.ts';

/** Bugs that somebody could really write, each put into the store of a sale: the simulation must find every one. */
export const PLANTED = {
  /** Reads, decides, and writes a moment later what it decided. */
  checkThenWrite: (hooks, agenda) => {
    const engine = new MemoryEngine({ hooks });
    const late: Engine = {
      async write(atMs, decide) {
        const decision = await engine.read(decide);
        if (agenda.steps > 0) await agenda.pause(2, 'the store writes what it decided');
        return engine.write(atMs, () => decision);
      },
      read: (query) => engine.read(query),
      scan: () => engine.scan(),
      close: () => engine.close(),
    };
    return new EmbeddedStore(late);
  },

  /** Sells the frozen seats to whoever paid, without looking whose they are by now. */
  settleWithoutOwner: (hooks) =>
    new (class extends BuggyStore {
      override settle(command: rules.SettleCommand) {
        return this.engine.write(command.nowMs, (view) =>
          rules.settle(ownedBy(view, view.payment(command.paymentId)?.sessionId ?? ''), command),
        );
      }
    })(new MemoryEngine({ hooks })),

  /** Goes by time instead of by the payment: money that comes when the window is over is not believed. */
  lateApprovalIgnored: (hooks) =>
    new (class extends BuggyStore {
      override recordProviderWord(word: rules.ProviderWord) {
        return this.engine.write<rules.ProviderWordOutcome>(word.nowMs, (view) => {
          const payment = view.payment(word.paymentId);
          return payment !== undefined && payment.expiresAtMs <= word.nowMs
            ? { outcome: { kind: 'known', payment }, puts: [], removes: [], changes: [] }
            : rules.recordProviderWord(view, word);
        });
      }
    })(new MemoryEngine({ hooks })),

  /** Frees the seats of a checkout that ran out, whoever has them by now. */
  voidWithoutOwner: (hooks) =>
    new (class extends BuggyStore {
      override recordVoided(command: rules.VoidedCommand) {
        return this.engine.write(command.nowMs, (view) =>
          rules.recordVoided(ownedBy(view, view.payment(command.paymentId)?.sessionId ?? ''), command),
        );
      }
    })(new MemoryEngine({ hooks })),

  /** Forgets which requests it has answered: a late copy of a release takes back what was held again since. */
  forgetfulRelease: (hooks) =>
    new (class extends BuggyStore {
      override release(command: rules.ReleaseCommand) {
        return this.engine.write(command.nowMs, (view) => rules.release(view, { ...command, request: null }));
      }
    })(new MemoryEngine({ hooks })),

  /** Takes the provider's word for the end of the matter, and the payment off the reconciler's list. */
  approvalWithoutDue: (hooks) =>
    new (class extends BuggyStore {
      override recordProviderWord(word: rules.ProviderWord) {
        return this.engine.write(word.nowMs, (view) => {
          const decision = rules.recordProviderWord(view, word);
          return { ...decision, removes: [{ type: 'due', paymentId: word.paymentId }] };
        });
      }
    })(new MemoryEngine({ hooks })),
} as const satisfies Record<string, MakeStore>;

export type PlantedBug = keyof typeof PLANTED;

class BuggyStore extends EmbeddedStore {
  protected readonly engine: Engine;

  constructor(engine: Engine) {
    super(engine);
    this.engine = engine;
  }
}

/** The store as somebody sees it who takes for granted that a session's seats are still its own. */
function ownedBy(view: ReadView, sessionId: string): ReadView {
  const own = new Set(view.reservationsOf(sessionId).map(({ seatId }) => seatId));
  return new Proxy(view, {
    get(target, key) {
      if (key === 'seat')
        return (eventId: string, seatId: string) => {
          const seat = target.seat(eventId, seatId);
          return seat !== undefined && own.has(seatId)
            ? { ...seat, availability: 'locked', sessionId }
            : seat;
        };
      const member: unknown = Reflect.get(target, key);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}
