import { type Admission, attempt, type Crowd, signIn, takePlace } from '../../../crowd/index.ts';

export interface LetIn {
  readonly auth: string;
  readonly admission: Admission;
}

/** Signs in, takes a place and tries once a slot, as a buyer's page does; undefined when nobody got in until `untilMs` (epoch). */
export async function getIn(
  crowd: Crowd,
  userId: string,
  untilMs: number,
  lagMs: number,
): Promise<LetIn | 'refused' | undefined> {
  const auth = await signIn(crowd, { userId });
  let place = await takePlace(crowd, auth);
  while (place.retryAtMs < untilMs) {
    await crowd.pause(place.retryAtMs - crowd.clock.nowMs() + lagMs);
    const answer = await attempt(crowd, auth, place);
    if ('admitted' in answer) return { auth, admission: answer.admitted };
    if ('refused' in answer) return 'refused';
    place = answer.place;
  }
  return undefined;
}
