import { type ReactNode, useEffect, useRef } from 'react';
import { useSpeech } from '../shell/index.ts';

interface PageProps {
  readonly title: string;
  /** What the browser's tab says, when it is not the title. */
  readonly tabTitle?: string;
  /** What the page is about, above its title: mostly the event. */
  readonly over?: ReactNode;
  readonly lead?: ReactNode;
  readonly wide?: boolean;
  /** Sets the head off, as the face of an event. */
  readonly hero?: boolean;
  readonly children: ReactNode;
}

/** One page: its title in the tab, its heading focused when it appears, so that a screen reader begins there. */
export function Page({ title, tabTitle, over, lead, wide = false, hero = false, children }: PageProps) {
  const { say } = useSpeech();
  const heading = useRef<HTMLHeadingElement>(null);
  const shownTitle = tabTitle ?? title;
  useEffect(() => {
    document.title = `${shownTitle} · ${say.site.name}`;
  }, [shownTitle, say]);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <main id="content" className={wide ? 'page page-wide' : 'page'}>
      <header className={hero ? 'page-head hero' : 'page-head'}>
        {over}
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead}
      </header>
      {children}
    </main>
  );
}
