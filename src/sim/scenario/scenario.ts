import type { ScenarioInput } from './schema.ts';

/** A sale to simulate, every default filled in and every file read. */
export interface Scenario extends Omit<ScenarioInput, '$schema' | 'sale'> {
  readonly sale: ScenarioSale;
}

export interface ScenarioSale extends Omit<ScenarioInput['sale'], 'seats' | 'venue' | 'softCap' | 'hardCap'> {
  readonly seats: number;
  /** Where `seats` comes from; null when the scenario gives the number. */
  readonly venue: string | null;
  readonly softCap: number;
  readonly hardCap: number;
}

/** What a scenario may point to, brought by whoever can read files. Undefined: there is no such thing. */
export interface ScenarioResources {
  seatsOfVenue?(name: string): number | undefined;
  readFile?(name: string): string | undefined;
}
