import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, type NativeAttributeValue, unmarshall } from '@aws-sdk/util-dynamodb';

/** An item as DynamoDB carries it. */
export type Item = Record<string, AttributeValue>;

/** An item's attributes as plain values; `undefined` and `null` ones are left out when it is stored. */
export type Attributes = Readonly<Record<string, NativeAttributeValue>>;

/** The last moment that has a four-digit year, so that times sort as text. */
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** ISO-8601 in UTC with exactly three decimals: as text it sorts by time. */
export function isoTime(ms: number): string {
  return new Date(Math.min(Math.max(ms, 0), LAST_MS)).toISOString();
}

/**
 * When DynamoDB may drop the item, in epoch seconds: so long after the later of the moment given and this machine's present. DynamoDB goes
 * by its own clock, and a sale that is rehearsed at some other time must not lose its records to that.
 */
export function dropAfter(ms: number, presentMs: number, keptSeconds: number): number {
  return Math.ceil(Math.max(ms, presentMs) / 1000) + keptSeconds;
}

export function toItem(attributes: Attributes): Item {
  const present = Object.entries(attributes).filter(([, value]) => value !== undefined && value !== null);
  return marshall(Object.fromEntries(present), { removeUndefinedValues: true });
}

/** Reads an item's attributes by type. An attribute that is not as tix writes it makes the item damaged, which is a bug or foreign hands. */
export class Fields {
  readonly #attributes: Attributes;

  constructor(item: Item) {
    this.#attributes = unmarshall(item);
  }

  text(name: string): string {
    const value = this.textOrNull(name);
    return value === null ? this.#damaged(name) : value;
  }

  textOrNull(name: string): string | null {
    const value = this.#attributes[name];
    if (value === undefined || typeof value === 'string') return value ?? null;
    return this.#damaged(name);
  }

  number(name: string): number {
    const value = this.#attributes[name];
    return typeof value === 'number' ? value : this.#damaged(name);
  }

  /** Epoch ms. */
  time(name: string): number {
    return this.timeOrNull(name) ?? this.#damaged(name);
  }

  timeOrNull(name: string): number | null {
    const text = this.textOrNull(name);
    if (text === null) return null;
    const ms = Date.parse(text);
    return Number.isNaN(ms) ? this.#damaged(name) : ms;
  }

  /** One of a closed set of words. */
  oneOf<Word extends string>(name: string, words: readonly Word[]): Word {
    const value = this.text(name);
    return words.find((word) => word === value) ?? this.#damaged(name);
  }

  list(name: string): readonly NativeAttributeValue[] {
    const value = this.#attributes[name];
    return Array.isArray(value) ? value : this.#damaged(name);
  }

  /** A set of strings; DynamoDB keeps no empty one, so an absent set is empty. */
  set(name: string): ReadonlySet<string> {
    const value = this.#attributes[name];
    if (value === undefined) return new Set();
    return value instanceof Set ? (value as ReadonlySet<string>) : this.#damaged(name);
  }

  bytes(name: string): Uint8Array {
    const value = this.#attributes[name];
    return value instanceof Uint8Array ? value : this.#damaged(name);
  }

  has(name: string): boolean {
    return this.#attributes[name] !== undefined;
  }

  #damaged(name: string): never {
    const { PK, SK } = this.#attributes;
    throw new Error(`DynamoDB item ${String(PK)} ${String(SK)} is damaged: ${name} is not as tix writes it`);
  }
}
