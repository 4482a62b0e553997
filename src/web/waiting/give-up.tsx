import { useState } from 'react';
import { goToPage, useSpeech } from '../shell/index.ts';

interface GiveUpProps {
  readonly eventId: string;
  readonly onGiveUp: () => void;
}

/** Asked twice, since the waiting time is lost. */
export function GiveUp({ eventId, onGiveUp }: GiveUpProps) {
  const text = useSpeech().say.waiting;
  const [sure, setSure] = useState(false);
  if (!sure) {
    return (
      <p>
        <button type="button" className="button button-quiet" onClick={() => setSure(true)}>
          {text.leave}
        </button>
      </p>
    );
  }
  return (
    <div className="card" role="alert">
      <p>{text.leaveConfirm}</p>
      <p className="actions">
        <button type="button" className="button" onClick={() => setSure(false)}>
          {text.stay}
        </button>
        <button
          type="button"
          className="button button-danger"
          onClick={() => {
            goToPage('landing', eventId);
            onGiveUp();
          }}
        >
          {text.leave}
        </button>
      </p>
    </div>
  );
}
