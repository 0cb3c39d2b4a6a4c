import { useState, type ReactNode } from 'react';
import { useSearch } from 'wouter';
import { navigate } from 'wouter/use-browser-location';
import type { SavedView } from '../../../contract/settings.ts';
import { messageOf } from '../../../lib/message-of.ts';
import { changeSettings, useSettings } from '../../state/settings.ts';
import { toast } from '../../state/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Clean } from '../../ui/clean.tsx';
import { FIELD } from '../../ui/field.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { tBoard } from './texts.ts';

const MOST = 50;

/** Boards somebody wants to see again: the same in every window and on every device. */
export function SavedViews({ className }: { className?: string }): ReactNode {
  const views = useSettings().settings?.views ?? [];
  const search = useSearch();
  if (views.length === 0) return null;
  return (
    <nav aria-label={tBoard('views.title')} className={className ?? ''}>
      <h2 className="px-2 pb-1 text-12 text-ink-3 max-desk:px-4">{tBoard('views.title')}</h2>
      <ul className="flex flex-wrap gap-2 px-4 py-1 desk:grid desk:gap-0 desk:px-0">
        {views.map((view) => (
          <ViewItem key={view.id} view={view} on={isSame(view.search, search)} />
        ))}
      </ul>
    </nav>
  );
}

function ViewItem({ view, on }: { view: SavedView; on: boolean }): ReactNode {
  return (
    <li
      className={classes(
        'group/view flex items-center rounded-m border desk:border-transparent',
        on ? 'border-line-2 bg-paper-3 font-medium' : 'border-line text-ink-2 hover:bg-paper-2 hover:text-ink',
      )}
    >
      <button
        type="button"
        aria-current={on ? 'true' : undefined}
        className="min-h-8 min-w-0 flex-1 truncate px-2 text-left pointer-coarse:min-h-11 max-desk:px-3"
        onClick={() => navigate(view.search === '' ? '/' : `/?${view.search}`)}
      >
        <Clean text={view.name} />
      </button>
      <IconButton
        label={tBoard('views.remove', { name: view.name })}
        className="pointer-fine:opacity-0 group-hover/view:opacity-100 focus-visible:opacity-100"
        onClick={() => void remove(view)}
      >
        <path d="M4 4l8 8M12 4l-8 8" strokeWidth="1.6" strokeLinecap="round" />
      </IconButton>
    </li>
  );
}

/** Keeps the board as it is shown under a name; not there where it is kept already. */
export function SaveView(): ReactNode {
  const { settings } = useSettings();
  const search = useSearch();
  /** The button the form belongs to, while it is open. */
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const close = (): void => setAnchor(null);
  if (settings === null || settings.views.length >= MOST) return null;
  if (settings.views.some((view) => isSame(view.search, search))) return null;
  return (
    <>
      <button
        type="button"
        className="chip-quiet"
        aria-expanded={anchor !== null}
        onClick={({ currentTarget }) => setAnchor(currentTarget)}
      >
        {tBoard('views.save')}
      </button>
      {anchor === null ? null : (
        <Popover
          anchor={anchor}
          align="left"
          follows="bar"
          label={tBoard('views.save')}
          close={close}
          className="w-72 p-3"
        >
          <NameForm search={search} close={close} />
        </Popover>
      )}
    </>
  );
}

function NameForm({ search, close }: { search: string; close: () => void }): ReactNode {
  const [name, setName] = useState('');
  return (
    <form
      className="flex gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === '') return;
        close();
        void save({ id: newId(), name: name.trim(), search });
      }}
    >
      <input
        data-first
        className={`${FIELD} flex-1`}
        maxLength={60}
        aria-label={tBoard('views.name')}
        placeholder={tBoard('views.name')}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button look="primary" type="submit">
        {tBoard('views.add')}
      </Button>
    </form>
  );
}

async function save(view: SavedView): Promise<void> {
  await changeViews((views) => [...views, view]);
}

async function remove(view: SavedView): Promise<void> {
  let place = 0;
  const done = await changeViews((views) => {
    place = views.findIndex(({ id }) => id === view.id);
    return views.filter(({ id }) => id !== view.id);
  });
  if (!done) return;
  toast(tBoard('views.removed', { name: view.name }), {
    action: { label: tBoard('mark.undo'), run: () => void changeViews((views) => views.toSpliced(place, 0, view)) },
  });
}

async function changeViews(change: (views: SavedView[]) => SavedView[]): Promise<boolean> {
  try {
    await changeSettings((settings) => ({ ...settings, views: change(settings.views) }));
    return true;
  } catch (error) {
    toast(tBoard('views.failed', { why: messageOf(error) }), { tone: 'bad' });
    return false;
  }
}

/** Two addresses of the same board, in whatever order they say it. */
function isSame(a: string, b: string): boolean {
  return ordered(a) === ordered(b);
}

function ordered(search: string): string {
  const params = new URLSearchParams(search);
  params.sort();
  return params.toString();
}

/** Not `randomUUID`, which browsers have on secure origins only. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
