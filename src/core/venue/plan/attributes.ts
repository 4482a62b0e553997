import type { Attribute } from '../document.ts';

/** In the order in which they are listed everywhere; position = bit in a mask. */
export const ATTRIBUTES: readonly Attribute[] = ['wheelchair', 'companion', 'stepFree', 'restrictedView'];

const LISTS: readonly (readonly Attribute[])[] = Array.from({ length: 1 << ATTRIBUTES.length }, (_, mask) =>
  Object.freeze(ATTRIBUTES.filter((_attribute, bit) => (mask & (1 << bit)) !== 0)),
);

export function attributeMask(attributes: readonly Attribute[] | undefined): number {
  return (attributes ?? []).reduce((mask, attribute) => mask | (1 << ATTRIBUTES.indexOf(attribute)), 0);
}

/** The list for a mask; the same frozen list each time, so that 100,000 seats share sixteen of them. */
export function attributeList(mask: number): readonly Attribute[] {
  return LISTS[mask] ?? [];
}
