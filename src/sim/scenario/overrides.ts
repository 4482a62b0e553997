/** Settings that a command line may change in a scenario, each under its usual name. */
export interface ScenarioOverrides {
  readonly people?: number | undefined;
  readonly seed?: number | undefined;
  readonly horizonSeconds?: number | undefined;
  readonly k?: number | undefined;
  readonly target?: number | undefined;
  readonly seats?: number | undefined;
  readonly slotSeconds?: number | undefined;
  readonly samplingRate?: number | undefined;
  readonly tau?: 'tuned' | 'pi' | number | undefined;
}

const OF_SCENARIO: readonly string[] = ['people', 'seed', 'horizonSeconds'];

/**
 * The scenario with settings changed, before it is validated, so that a bad override is reported like a bad file. Caps follow a new
 * target, and a number of seats replaces a venue.
 */
export function overrideScenario(json: unknown, overrides: ScenarioOverrides): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json;
  const scenario: Record<string, unknown> = { ...json };
  const sale: Record<string, unknown> =
    typeof scenario.sale === 'object' && scenario.sale !== null ? { ...scenario.sale } : {};
  for (const [name, value] of Object.entries(overrides)) {
    if (value === undefined) continue;
    if (OF_SCENARIO.includes(name)) scenario[name] = value;
    else sale[name] = value;
  }
  if (overrides.seats !== undefined) delete sale.venue;
  if (overrides.target !== undefined) {
    delete sale.softCap;
    delete sale.hardCap;
  }
  return { ...scenario, sale };
}
