import { useEffect, useRef, useState } from 'react';
import { useNow, useSpeech } from '../shell/index.ts';
import { clockText, timeLeft, warningDue } from '../time/index.ts';
import { Announcer } from './announcer.tsx';

interface TimeLeftProps {
  readonly label: string;
  /** Epoch milliseconds by the server. */
  readonly untilMs: number;
  /** The warning spoken when little is left, given how much. */
  readonly warning: (time: string) => string;
  readonly onOver?: () => void;
}

const SHORT_SECONDS = 60;

/** A visible countdown that also warns aloud in good time. Not read out every second. */
export function TimeLeftClock({ label, untilMs, warning, onOver }: TimeLeftProps) {
  const { format } = useSpeech();
  const left = timeLeft(untilMs, useNow());
  const before = useRef(Number.POSITIVE_INFINITY);
  const [spoken, setSpoken] = useState('');

  useEffect(() => {
    const due = warningDue(before.current, left.totalSeconds);
    if (due !== undefined && before.current !== Number.POSITIVE_INFINITY)
      setSpoken(warning(format.duration(left.totalSeconds)));
    if (left.totalSeconds === 0 && before.current > 0) onOver?.();
    before.current = left.totalSeconds;
  }, [left.totalSeconds, warning, format, onOver]);

  const short = left.totalSeconds <= SHORT_SECONDS;
  return (
    <div className={short ? 'clock clock-short' : 'clock'}>
      <span className="clock-label">{label}</span>
      <span className="clock-time" role="timer" aria-live="off">
        {short ? <span aria-hidden="true">⏱ </span> : null}
        {clockText(left)}
      </span>
      <Announcer text={spoken} urgent />
    </div>
  );
}
