import { attend, characterOf, THINK_MS_MEAN } from '../../../crowd/index.ts';
import { durationOf } from '../../stages.ts';
import { crowdOf, type Scenario, type Scene } from '../scene.ts';
import { passOf } from './passes.ts';

/** Whole buyers: sign-in, waiting room, map, holds, checkout, payment, with all their misfortunes. */
export function journeyScenario(scene: Scene): Scenario {
  const { job } = scene;
  const openMs = durationOf(job.stages);
  return {
    prepare: async () => null,
    async arrive(number, dueMs) {
      const person = { name: `${job.run}-${number}`, dueMs };
      const drawn = characterOf(job.seed, number, openMs);
      const thinkMs = (drawn.thinkMs * job.thinkMs) / THINK_MS_MEAN;
      const character = { ...drawn, thinkMs, userId: person.name, isScript: false };
      await attend(crowdOf(scene, person, passOf(job, number)), character);
    },
    tidyUp: async () => {},
  };
}
