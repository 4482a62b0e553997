interface AnnouncerProps {
  readonly text: string;
  /** Interrupts what is being read: for time that runs out. */
  readonly urgent?: boolean;
}

/** Speaks to screen readers when its text changes. It is there from the beginning, or its first words would go unheard. */
export function Announcer({ text, urgent = false }: AnnouncerProps) {
  return (
    <p className="unseen" aria-live={urgent ? 'assertive' : 'polite'} aria-atomic="true">
      {text}
    </p>
  );
}
