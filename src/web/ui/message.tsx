import type { ReactNode } from 'react';

interface MessageProps {
  /** Good news, plain news, a warning, or bad news; the sign before the text tells it without colour. */
  readonly tone: 'good' | 'info' | 'warning' | 'bad';
  readonly children: ReactNode;
}

const SIGNS = { good: '✓', info: 'i', warning: '!', bad: '×' };

export function Message({ tone, children }: MessageProps) {
  return (
    <div className={`message message-${tone}`}>
      <span className="message-sign" aria-hidden="true">
        {SIGNS[tone]}
      </span>
      <div>{children}</div>
    </div>
  );
}
