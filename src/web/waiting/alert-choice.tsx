import { useState } from 'react';
import { useServices } from '../shell/index.ts';
import { Message } from '../ui/index.ts';
import { type Alerts, allowNotifications, chime, chooseAlerts, chosenAlerts } from './alerts.ts';

/** Sound and notification are chosen, never taken: a browser asks its visitor only after this. */
export function AlertChoice() {
  const { keep, speech } = useServices();
  const text = speech.say.waiting;
  const [alerts, setAlerts] = useState(() => chosenAlerts(keep));
  const [denied, setDenied] = useState(false);

  function choose(next: Alerts) {
    chooseAlerts(keep, next);
    setAlerts(next);
  }
  async function chooseNotification(wanted: boolean) {
    const allowed = wanted && (await allowNotifications());
    setDenied(wanted && !allowed);
    choose({ ...alerts, notification: allowed });
  }
  function chooseSound(wanted: boolean) {
    if (wanted) chime();
    choose({ ...alerts, sound: wanted });
  }

  return (
    <fieldset className="choices">
      <legend>{text.alertTitle}</legend>
      <label>
        <input
          type="checkbox"
          checked={alerts.sound}
          onChange={(event) => chooseSound(event.target.checked)}
        />
        {text.alertSound}
      </label>
      <label>
        <input
          type="checkbox"
          checked={alerts.notification}
          onChange={(event) => void chooseNotification(event.target.checked)}
        />
        {text.alertNotify}
      </label>
      <div role="alert">{denied ? <Message tone="warning">{text.alertDenied}</Message> : null}</div>
    </fieldset>
  );
}
