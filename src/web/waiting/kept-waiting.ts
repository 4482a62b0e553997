import { isRecord, type Keep } from '../platform/index.ts';
import { newWaiting, type Waiting } from './machine.ts';
import { placeKey, rememberWaiting } from './remembered.ts';

/** A place outlives the tab: it is kept in the browser, and every tab of the browser hears when it changes. */
export interface KeptWaiting {
  read(): Waiting;
  write(waiting: Waiting): void;
  forget(): void;
  /** Calls back when another tab wrote; answers how to stop listening. */
  listen(onChange: () => void): () => void;
}

export function keptWaiting(keep: Keep, eventId: string, sub: string): KeptWaiting {
  const key = placeKey(eventId);
  const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(`tix.${key}`);
  // For a browser that keeps nothing: the tab itself remembers.
  let latest: Waiting | undefined;
  const isOurs = (value: unknown): value is Waiting =>
    isRecord(value) && value.sub === sub && 'place' in value;

  return {
    read: () => keep.read(key, isOurs) ?? latest ?? newWaiting(sub),
    write(waiting) {
      latest = waiting;
      keep.write(key, waiting);
      rememberWaiting(keep, eventId, waiting);
      channel?.postMessage(null);
    },
    forget() {
      latest = undefined;
      keep.remove(key);
      channel?.postMessage(null);
    },
    listen(onChange) {
      channel?.addEventListener('message', onChange);
      addEventListener('storage', onChange);
      return () => {
        channel?.removeEventListener('message', onChange);
        removeEventListener('storage', onChange);
        channel?.close();
      };
    },
  };
}
