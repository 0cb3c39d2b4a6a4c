import { Command } from 'cmdk';
import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { titleOf } from '../../lib/words.ts';
import { useApp } from '../../state/store.ts';
import { useTheme } from '../../state/theme.ts';
import { Key } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { Shape } from '../../ui/shape.tsx';
import '../../styles/palette.css';
import { actionItems } from './action-items.ts';
import { placeItems, requestItems, searchItem, sessionItems } from './go-items.ts';
import { partsFor, type PaletteItem, type Part } from './items.ts';
import { closePalette, usePalette } from './open-palette.ts';
import { pageItems } from './page-items.ts';
import { noteRecent, recentIds } from './recent.ts';
import { settingItems } from './setting-items.ts';
import { tPalette } from './texts.ts';
import { useRemote } from './use-remote.ts';

/** Everything there is, by its name: screens, sessions, what waits, what can be done here, what was ever said. */
export function Palette(): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  /** What is done once the dialog is gone and the focus is back where it was. */
  const chosen = useRef<PaletteItem | null>(null);
  const [query, setQuery] = useState('');
  const remote = useRemote(query);
  const items = useItems(query, remote.items);
  const parts = useMemo(() => partsFor(items, query), [items, query]);
  useLayoutEffect(() => {
    dialog.current?.showModal();
    // The browser would take the box around it, which can hold the focus too.
    dialog.current?.querySelector('input')?.focus();
  }, []);
  const choose = (item: PaletteItem): void => {
    chosen.current = item;
    dialog.current?.close();
  };
  const closed = (): void => {
    closePalette();
    const item = chosen.current;
    if (item === null) return;
    if (item.isLasting === true) noteRecent(item.id);
    item.run();
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== 'k' || event.ctrlKey === event.metaKey) return;
    event.preventDefault();
    dialog.current?.close();
  };
  return (
    <dialog
      ref={dialog}
      aria-label={tPalette('palette.title')}
      className="palette"
      onClose={closed}
      onKeyDown={pressed}
      onClick={(event) => {
        if (event.target === event.currentTarget) dialog.current?.close();
      }}
    >
      <Command label={tPalette('palette.title')} shouldFilter={false} loop vimBindings={false} className="palette-box">
        <Command.Input
          value={query}
          onValueChange={setQuery}
          placeholder={tPalette('palette.placeholder')}
          className="palette-field"
        />
        <Command.List label={tPalette('palette.results')} className="palette-list">
          {parts.length === 0 ? <p className="px-4 py-6 text-ink-3">{tPalette('palette.none')}</p> : null}
          {parts.map((part) => (
            <PartView key={part.name} part={part} choose={choose} />
          ))}
        </Command.List>
        <footer className="palette-foot">
          <span className="max-tablet:hidden">{tPalette('palette.foot')}</span>
          <span role="status" className="ml-auto">
            {remote.looking
              ? tPalette('palette.looking')
              : tPalette('palette.count', { n: parts.reduce((n, part) => n + part.items.length, 0) })}
          </span>
        </footer>
      </Command>
    </dialog>
  );
}

function useItems(query: string, remote: readonly PaletteItem[]): readonly PaletteItem[] {
  const sessions = useApp((state) => state.board.sessions);
  const session = usePalette((state) => (state.session === null ? undefined : sessions.get(state.session)));
  const { setTheme } = useTheme();
  // As the page was when it was opened: the palette lies over it.
  const [page] = useState(pageItems);
  return useMemo(() => {
    const all = [...sessions.values()];
    const lasting = [...sessionItems(all), ...placeItems()];
    const recent = recentIds().flatMap((id) => {
      const item = lasting.find((one) => one.id === id);
      return item === undefined ? [] : [{ ...item, part: 'recent' as const }];
    });
    return [
      ...requestItems(all),
      ...(session === undefined ? [] : actionItems(session)),
      ...page,
      ...recent,
      ...lasting,
      ...settingItems(setTheme),
      ...remote,
      ...searchItem(query),
    ];
  }, [sessions, session, page, remote, query, setTheme]);
}

function PartView({ part: { name, items }, choose }: { part: Part; choose: (item: PaletteItem) => void }): ReactNode {
  const title = usePalette((state) => state.session);
  const session = useApp(({ board }) => (title === null ? undefined : board.sessions.get(title)));
  const heading =
    name === 'session'
      ? tPalette('part.session', { title: session === undefined ? '' : titleOf(session) })
      : tPalette(`part.${name}`);
  return (
    <Command.Group heading={<Clean text={heading} />}>
      {items.map((item) => (
        <Command.Item
          key={`${name} ${item.id}`}
          value={`${name} ${item.id}`}
          onSelect={() => choose(item)}
          className="palette-item"
        >
          <span className="grid w-4 shrink-0 place-items-center">
            {item.sign === undefined ? null : <Shape name={item.sign.name} tone={item.sign.tone} size={11} />}
          </span>
          <span className="palette-label">
            <Clean text={item.label} />
          </span>
          {item.about === undefined || item.about === '' ? null : (
            <span className="palette-about">
              <Clean text={item.about} />
            </span>
          )}
          {item.keys === undefined ? null : (
            <span className="ml-auto shrink-0">
              <Key of={item.keys} />
            </span>
          )}
        </Command.Item>
      ))}
    </Command.Group>
  );
}
