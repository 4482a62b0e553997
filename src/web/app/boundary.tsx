import { Component, type ReactNode } from 'react';
import type { Speech } from '../i18n/index.ts';

interface BoundaryProps {
  readonly speech: Speech;
  readonly children: ReactNode;
}

/** What is shown instead of a blank page when a page of ours fails, or when its code cannot be loaded. */
export class Boundary extends Component<BoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    const say = this.props.speech.say.site;
    return (
      <main id="content" className="page">
        <h1>{say.brokenTitle}</h1>
        <p>{say.broken}</p>
        <button type="button" className="button button-main" onClick={() => location.reload()}>
          {say.reload}
        </button>
      </main>
    );
  }
}
