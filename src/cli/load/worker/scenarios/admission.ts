import { crowdOf, type Scenario, type Scene } from '../scene.ts';
import { passOf } from './passes.ts';
import { getIn } from './queue.ts';

/** People who queue and leave as soon as they are in: minting and polling at the edge. */
export function admissionScenario(scene: Scene): Scenario {
  const { job, recorder } = scene;
  return {
    prepare: async () => null,
    async arrive(number, dueMs) {
      const person = { name: `${job.run}-${number}`, dueMs };
      const crowd = crowdOf(scene, person, passOf(job, number));
      // Devices are not in step: what is due in the same second comes spread over it.
      const lagMs = 1000 * ((number * 0.618_033_988_75) % 1);
      const found = await getIn(crowd, person.name, scene.lastTryAtMs(), lagMs);
      if (found === undefined) return recorder.end('still waiting');
      if (found === 'refused') return recorder.end('refused');
      recorder.end('let in');
      await crowd.client.DELETE('/v1/sessions/{sessionId}', {
        params: { path: { sessionId: found.admission.sessionId } },
        headers: { 'x-tix-auth': found.auth },
      });
    },
    tidyUp: async () => {},
  };
}
