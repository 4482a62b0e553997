import { unitsFrom } from '../../../crowd/index.ts';
import type { Scenario, Scene } from '../scene.ts';

/** One in so many looks at the whole house first; half of the lookers have been there before. */
const OVERVIEW_SHARE = 0.2;
const RETURNING_SHARE = 0.5;
/** Most look at the same few sections. */
const CROWDING = 2.2;

/** People who look at maps: the overview or one section, some of them with what they saw before. */
export function seatmapScenario({ job, ask }: Scene): Scenario {
  const { eventId, sectionIds } = job.event;
  const overview = `/v1/events/${eventId}/availability`;
  const sections = sectionIds.map((id) => `/v1/events/${eventId}/sections/${id}/seats`);
  const unit = unitsFrom(job.seed, job.index);
  const seen = new Map<string, string>();

  function nextPath(): string {
    if (unit() < OVERVIEW_SHARE) return overview;
    return sections[Math.floor(unit() ** CROWDING * sections.length)] ?? overview;
  }

  return {
    prepare: async () => null,
    async arrive(_, dueMs) {
      const path = nextPath();
      const etag = unit() < RETURNING_SHARE ? seen.get(path) : undefined;
      const headers = { 'accept-encoding': 'gzip', ...(etag === undefined ? {} : { 'if-none-match': etag }) };
      const { reply } = await ask(
        { name: 'viewer', dueMs },
        { path, method: 'GET', headers, body: null },
        false,
      );
      const { etag: fresh } = reply.headers;
      if (typeof fresh === 'string') seen.set(path, fresh);
    },
    tidyUp: async () => {},
  };
}
