import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';

import { Obole } from './Obole';
import type { OboleProps } from './Obole';

/** The edge: `?edge=https://pay.example.org`, else the one that `cargo xtask start` serves. */
const EDGE = new URLSearchParams(location.search).get('edge') ?? 'http://127.0.0.1:8787';

const LANGUAGES = ['en', 'fr', 'de', 'it'];
const THEMES = ['', 'light', 'dark'] as const;

function App() {
  const [shown, setShown] = useState(true);
  const [link, setLink] = useState('demo');
  const [lang, setLang] = useState('en');
  const [theme, setTheme] = useState<OboleProps['theme']>();
  const [held, setHeld] = useState(false);
  const [log, setLog] = useState<string[]>([]);
  const tell = (event: CustomEvent<object>) =>
    setLog((lines) => [...lines, `${event.type} ${JSON.stringify(event.detail)}`].slice(-12));

  return (
    <main>
      <header>
        <h1>Bread for the neighbourhood</h1>
        <p>The bakery bakes; you give; whoever is hungry eats.</p>
      </header>
      <section aria-label="Checkout">
        {shown && (
          <Obole
            edge={EDGE}
            link={link}
            lang={lang}
            theme={theme}
            onReady={tell}
            onAmount={tell}
            onProvider={tell}
            onSubmit={(event) => {
              tell(event);
              if (held) event.preventDefault();
            }}
            onRedirect={tell}
            onReturn={tell}
            onError={tell}
            onDegraded={tell}
          />
        )}
      </section>
      <aside>
        <h2>What the page does</h2>
        <label>
          <input type="checkbox" checked={shown} onChange={(e) => setShown(e.target.checked)} />
          holds the checkout
        </label>
        <label>
          <input type="checkbox" checked={held} onChange={(e) => setHeld(e.target.checked)} />
          refuses <code>obole:submit</code>
        </label>
        <label>
          Link <input value={link} onChange={(e) => setLink(e.target.value)} />
        </label>
        <label>
          Language{' '}
          <select value={lang} onChange={(e) => setLang(e.target.value)}>
            {LANGUAGES.map((tag) => (
              <option key={tag}>{tag}</option>
            ))}
          </select>
        </label>
        <label>
          Theme{' '}
          <select
            value={theme ?? ''}
            onChange={(e) => setTheme(THEMES.find((name) => name === e.target.value) || undefined)}
          >
            {THEMES.map((name) => (
              <option key={name} value={name}>
                {name || 'as the page'}
              </option>
            ))}
          </select>
        </label>
        <h2>What it hears</h2>
        <ol aria-live="polite">
          {log.map((line, index) => (
            <li key={index}>
              <code>{line}</code>
            </li>
          ))}
        </ol>
      </aside>
    </main>
  );
}

const place = document.getElementById('app');
if (place) {
  createRoot(place).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
