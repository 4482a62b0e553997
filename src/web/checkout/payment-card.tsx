import { type ReactNode, useCallback, useEffect, useState } from 'react';
import type { Payment, SaleEvent } from '../api/index.ts';
import { pathOf, useNow, usePolled, useServices } from '../shell/index.ts';
import { Message, TimeLeftClock } from '../ui/index.ts';
import { askEveryMs, isOpen, toneOf } from './payment-state.ts';
import { SeatTable } from './seat-table.tsx';

interface PaymentCardProps {
  readonly event: SaleEvent;
  readonly paymentId: string;
  /** Called once the seats are sold to this buyer. */
  readonly onSettled: () => void;
}

/** One payment: how it stands, told as it is, and what can be done. */
export function PaymentCard({ event, paymentId, onSettled }: PaymentCardProps) {
  const { api, speech } = useServices();
  const { say, format } = speech;
  const text = say.checkout;
  const [everyMs, setEveryMs] = useState<number | undefined>(1_500);
  const ask = useCallback(async () => {
    const outcome = await api.payment(paymentId);
    if (outcome.ok) setEveryMs(askEveryMs(outcome.data.state));
    return outcome;
  }, [api, paymentId]);
  const { data: payment, failure, refresh } = usePolled(ask, everyMs);
  const isSettled = payment?.state === 'settled';
  useEffect(() => {
    if (isSettled) onSettled();
  }, [isSettled, onSettled]);

  if (payment === undefined)
    return <p role="status">{failure === undefined ? say.site.loading : say.site.offline}</p>;
  const { state } = payment;
  return (
    <article className="card payment" aria-label={text.stateTitle[state]}>
      <div role="status">
        <Message tone={toneOf(state)}>
          <h2>{text.stateTitle[state]}</h2>
          <p>{text.stateText[state]}</p>
        </Message>
        {failure === undefined ? null : <Message tone="warning">{say.site.offline}</Message>}
      </div>
      <SeatTable event={event} seats={payment.seats} />
      {isOpen(state) ? <Open event={event} payment={payment} onChange={refresh} /> : null}
      {state === 'approved' ? <Slow /> : null}
      <dl className="facts">
        <Fact
          name={text.paid}
          value={format.money(payment.amountMinor, payment.currency)}
          shown={state === 'settled'}
        />
        <Fact
          name={text.reservationId}
          value={<span className="identifier">{payment.sessionId}</span>}
          shown
        />
        <Fact name={text.paymentId} value={<span className="identifier">{payment.paymentId}</span>} shown />
      </dl>
      {state === 'settled' ? (
        <p className="no-print">
          <button type="button" className="button" onClick={() => print()}>
            {text.print}
          </button>
        </p>
      ) : null}
    </article>
  );
}

interface FactProps {
  readonly name: string;
  readonly value: ReactNode;
  readonly shown: boolean;
}

function Fact({ name, value, shown }: FactProps) {
  return shown ? (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  ) : null;
}

interface OpenProps {
  readonly event: SaleEvent;
  readonly payment: Payment;
  readonly onChange: () => void;
}

/** While something can still be paid: the time left, the way to the payment page, the way out. */
function Open({ event, payment, onChange }: OpenProps) {
  const { api, world, speech } = useServices();
  const { say } = speech;
  const text = say.checkout;
  const [trouble, setTrouble] = useState<'deciding' | 'failed'>();
  const [going, setGoing] = useState(false);
  const nowMs = useNow();

  async function pay() {
    setGoing(true);
    const outcome = await api.payAgain(payment.paymentId, pathOf('payment', event.eventId), world.uniqueId());
    if (outcome.ok && outcome.data.redirectUrl !== null) return location.assign(outcome.data.redirectUrl);
    setGoing(false);
    if (!outcome.ok && outcome.failure.code !== 'PAYMENT_NOT_PAYABLE') setTrouble('failed');
    onChange();
  }
  async function cancel() {
    const outcome = await api.leave(payment.sessionId);
    if (!outcome.ok) setTrouble(outcome.failure.code === 'PAYMENT_OPEN' ? 'deciding' : 'failed');
    onChange();
  }

  const canPay = nowMs < payment.payUntilMs;
  return (
    <div className="no-print">
      <TimeLeftClock
        label={text.timeLeft}
        untilMs={payment.payUntilMs}
        warning={text.timeWarning}
        onOver={onChange}
      />
      <div role="alert">
        {trouble === 'deciding' ? <Message tone="warning">{text.deciding}</Message> : null}
        {trouble === 'failed' ? <Message tone="bad">{say.seats.failed}</Message> : null}
      </div>
      <p className="actions">
        <button
          type="button"
          className="button button-main"
          disabled={!canPay || going}
          onClick={() => void pay()}
        >
          {going ? text.going : payment.state === 'declined' ? text.payAgain : text.payNow}
        </button>
        <button type="button" className="button button-danger" onClick={() => void cancel()}>
          {text.cancel}
        </button>
      </p>
    </div>
  );
}

const SLOW_AFTER_MS = 10_000;

function Slow() {
  const { say } = useServices().speech;
  const nowMs = useNow();
  const [sinceMs] = useState(nowMs);
  return nowMs - sinceMs < SLOW_AFTER_MS ? null : <p className="quiet">{say.checkout.slow}</p>;
}
