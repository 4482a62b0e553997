import { type ChangeEvent, useId, useState } from 'react';
import { useSpeech } from '../shell/index.ts';

/** The published file, opened or pasted; what came last counts. A large one is kept out of the text field. */
export function PublishedFile({ onText }: { readonly onText: (text: string) => void }) {
  const text = useSpeech().say.draw;
  const id = useId();
  const [name, setName] = useState('');

  async function open({ target }: ChangeEvent<HTMLInputElement>) {
    const chosen = target.files?.[0];
    if (chosen === undefined) return;
    onText(await chosen.text());
    setName(chosen.name);
  }
  function paste(pasted: string) {
    onText(pasted);
    setName('');
  }

  return (
    <>
      <div className="field">
        <label htmlFor={`${id}file`}>{text.open}</label>
        <input
          id={`${id}file`}
          type="file"
          accept=".tixdraw,.json,application/json"
          onChange={(change) => void open(change)}
        />
        <p className="quiet" role="status">
          {name === '' ? '' : text.opened(name)}
        </p>
      </div>
      <div className="field">
        <label htmlFor={`${id}text`}>{text.paste}</label>
        <textarea
          id={`${id}text`}
          rows={4}
          spellCheck={false}
          onChange={(change) => paste(change.target.value)}
        />
      </div>
    </>
  );
}
