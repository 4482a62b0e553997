import { isRecord, type Keep } from '../platform/index.ts';

/** How to be told that it is one's turn while looking elsewhere. */
export interface Alerts {
  readonly sound: boolean;
  readonly notification: boolean;
}

const KEY = 'alerts';

function isAlerts(value: unknown): value is Alerts {
  return isRecord(value) && typeof value.sound === 'boolean' && typeof value.notification === 'boolean';
}

export function chosenAlerts(keep: Keep): Alerts {
  return keep.read(KEY, isAlerts) ?? { sound: false, notification: false };
}

export function chooseAlerts(keep: Keep, alerts: Alerts): void {
  keep.write(KEY, alerts);
}

/** Asks the browser to allow notifications; false when it (or the visitor) says no. */
export async function allowNotifications(): Promise<boolean> {
  if (typeof Notification === 'undefined') return false;
  return (await Notification.requestPermission()) === 'granted';
}

/** Tells the buyer that they are in. A browser that refuses either is not an error: the page says it too. */
export function tellTurn(alerts: Alerts, title: string, body: string): void {
  if (alerts.sound) chime();
  if (alerts.notification && typeof Notification !== 'undefined' && Notification.permission === 'granted') {
    try {
      const shown = new Notification(title, { body, tag: 'tix-turn', requireInteraction: true });
      shown.addEventListener('click', () => window.focus());
    } catch {
      // Android's Chrome shows notifications through service workers only.
    }
  }
}

/** Three rising notes, made by the browser itself; also played when the sound is chosen, which lets it play later. */
export function chime(): void {
  try {
    const audio = new AudioContext();
    [523, 659, 784].forEach((hertz, note) => {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      const at = audio.currentTime + note * 0.22;
      tone.frequency.value = hertz;
      volume.gain.setValueAtTime(0.2, at);
      volume.gain.exponentialRampToValueAtTime(0.001, at + 0.5);
      tone.connect(volume).connect(audio.destination);
      tone.start(at);
      tone.stop(at + 0.5);
    });
  } catch {
    // No sound here.
  }
}
