import { type FormEvent, useId, useState } from 'react';
import type { Attribute, Venue } from '../../core/venue/plan/index.ts';
import type { AutoHoldRequest } from '../api/index.ts';
import { useSpeech } from '../shell/index.ts';

interface FinderProps {
  readonly venue: Venue;
  /** Seats that may still be held. */
  readonly most: number;
  readonly busy: boolean;
  readonly onFind: (wish: AutoHoldRequest) => void;
}

const NEEDS: readonly Attribute[] = ['wheelchair', 'companion', 'stepFree'];

/** "Find seats for me": how many, where, up to which price, with which needs; the best or together in one row. */
export function Finder({ venue, most, busy, onFind }: FinderProps) {
  const { say, format } = useSpeech();
  const text = say.seats;
  const id = useId();
  const [count, setCount] = useState('2');
  const [where, setWhere] = useState('');
  const [price, setPrice] = useState('');
  const [need, setNeed] = useState('');
  const prices = [...new Set(venue.tiers.map(({ priceMinor }) => priceMinor))].sort((a, b) => a - b);
  const counts = Array.from({ length: Math.max(1, most) }, (_, i) => String(i + 1));

  function find(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const { submitter } = event.nativeEvent as SubmitEvent;
    const wanted = NEEDS.find((one) => one === need);
    onFind({
      count: Number(counts.includes(count) ? count : counts.at(-1)),
      mode: submitter?.getAttribute('value') === 'together' ? 'together' : 'best',
      ...(where === '' ? {} : { sectionIds: [where] }),
      ...(price === '' ? {} : { maxPriceMinor: Number(price) }),
      ...(wanted === undefined ? {} : { attributes: [wanted] }),
    });
  }

  const field = (
    name: string,
    label: string,
    value: string,
    change: (value: string) => void,
    options: readonly Option[],
  ) => (
    <div className="field">
      <label htmlFor={`${id}${name}`}>{label}</label>
      <select id={`${id}${name}`} value={value} onChange={(event) => change(event.target.value)}>
        {options.map(([optionValue, shown]) => (
          <option key={optionValue} value={optionValue}>
            {shown}
          </option>
        ))}
      </select>
    </div>
  );

  return (
    <details id="finder" className="card finder">
      <summary>
        <h2>{text.helperTitle}</h2>
      </summary>
      <form onSubmit={find}>
        <div className="fields">
          {field(
            'count',
            text.howMany,
            count,
            setCount,
            counts.map((one): Option => [one, format.number(Number(one))]),
          )}
          {field('where', text.where, where, setWhere, [
            ['', text.anywhere],
            ...venue.sections.map((section): Option => [section.id, section.name]),
          ])}
          {field('price', text.priceUpTo, price, setPrice, [
            ['', text.anyPrice],
            ...prices.map((minor): Option => [String(minor), format.money(minor, venue.currency)]),
          ])}
          {field('need', text.needs, need, setNeed, [
            ['', text.none],
            ...NEEDS.map((one): Option => [one, text[one]]),
          ])}
        </div>
        <p className="actions">
          <button type="submit" value="best" className="button" disabled={busy || most === 0}>
            {text.best}
          </button>
          <button type="submit" value="together" className="button" disabled={busy || most === 0}>
            {text.together}
          </button>
        </p>
      </form>
    </details>
  );
}

type Option = readonly [value: string, shown: string];
