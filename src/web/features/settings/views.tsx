import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { SavedView, Settings } from '../../../contract/settings.ts';
import { Clean } from '../../ui/clean.tsx';
import { FIELD } from '../../ui/field.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Section } from './parts.tsx';
import { insertedAt, remove, save } from './save.ts';
import { tSettings } from './texts.ts';

export function Views({ settings }: { settings: Settings }): ReactNode {
  const { views } = settings;
  return (
    <Section id="views" title={tSettings('settings.views')} lead={tSettings('views.lead')}>
      <ul className="divide-y divide-line border-y border-line">
        {views.length === 0 ? <li className="py-3 text-ink-2">{tSettings('views.none')}</li> : null}
        {views.map((view, index) => (
          <ViewRow key={view.id} view={view} index={index} />
        ))}
      </ul>
    </Section>
  );
}

/** Its name is a field; leaving it, or Enter, saves it. */
function ViewRow({ view, index }: { view: SavedView; index: number }): ReactNode {
  const { id, name, search } = view;
  const [text, setText] = useState(name);
  const [known, setKnown] = useState(name);
  if (known !== name) {
    setKnown(name);
    setText(name);
  }
  const rename = (): void => {
    const wanted = text.trim();
    if (wanted === '' || wanted === name) return setText(name);
    void save(withViews((all) => all.map((one) => (one.id === id ? { ...one, name: wanted } : one))));
  };
  const drop = (): Promise<void> =>
    remove({
      name,
      take: withViews((all) => all.filter((one) => one.id !== id)),
      putBack: withViews((all) => (all.some((one) => one.id === id) ? all : insertedAt(all, index, view))),
    });
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
      <form
        className="min-w-0 flex-1 basis-48"
        onSubmit={(event) => {
          event.preventDefault();
          rename();
        }}
      >
        <input
          aria-label={tSettings('views.name')}
          className={`${FIELD} w-full`}
          maxLength={60}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={rename}
        />
      </form>
      <Link
        href={`/${search}`}
        aria-label={tSettings('views.open', { name })}
        className="min-w-0 flex-1 basis-40 truncate py-1.5 font-mono text-12 text-ink-2 underline-offset-2 hover:text-ink hover:underline pointer-coarse:py-3.5"
      >
        <Clean text={shown(search)} />
      </Link>
      <IconButton label={`${tSettings('settings.remove')}: ${name}`} onClick={() => void drop()}>
        <path d="M4 4l8 8M12 4l-8 8" strokeWidth="1.6" strokeLinecap="round" />
      </IconButton>
    </li>
  );
}

function shown(search: string): string {
  const parts = [...new URLSearchParams(search)].map(([key, value]) => (value === '' ? key : `${key}: ${value}`));
  return parts.length === 0 ? tSettings('views.everything') : parts.join(' · ');
}

function withViews(change: (views: SavedView[]) => SavedView[]): (settings: Settings) => Settings {
  return (settings) => ({ ...settings, views: change(settings.views) });
}
