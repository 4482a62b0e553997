import { isLanguage, LANGUAGE_NAMES, LANGUAGES, type Speech } from '../i18n/index.ts';
import { useServices, useSignedInName } from '../shell/index.ts';
import { Link } from '../ui/index.ts';
import { chosenSpeech, isTheme, THEMES, type Theme } from './preferences.ts';

export function SiteHeader() {
  const { say } = useServices().speech;
  const name = useSignedInName();
  return (
    <header className="site-head">
      <Link to="/" className="brand">
        <svg className="brand-sign" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M3 6h18v4a2 2 0 0 0 0 4v4H3v-4a2 2 0 0 0 0-4z" />
          <path d="M14.5 8v8" className="brand-cut" />
        </svg>
        {say.site.name}
      </Link>
      {name === '' ? null : <span className="quiet">{say.site.signedInAs(name)}</span>}
    </header>
  );
}

interface SiteFooterProps {
  readonly speech: Speech;
  readonly onSpeech: (speech: Speech) => void;
  readonly theme: Theme;
  readonly onTheme: (theme: Theme) => void;
}

export function SiteFooter({ speech, onSpeech, theme, onTheme }: SiteFooterProps) {
  const { keep } = useServices();
  const { say } = speech;

  function choose(value: string) {
    if (!isLanguage(value)) return;
    keep.write('language', value);
    onSpeech(chosenSpeech(value, navigator.languages));
  }

  return (
    <footer className="site-foot">
      <label>
        {say.site.language}{' '}
        <select value={speech.language} onChange={(event) => choose(event.target.value)}>
          {LANGUAGES.map((language) => (
            <option key={language} value={language} lang={language}>
              {LANGUAGE_NAMES[language]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {say.site.theme}{' '}
        <select
          value={theme}
          onChange={(event) => isTheme(event.target.value) && onTheme(event.target.value)}
        >
          {THEMES.map((one) => (
            <option key={one} value={one}>
              {say.site.themes[one]}
            </option>
          ))}
        </select>
      </label>
    </footer>
  );
}
