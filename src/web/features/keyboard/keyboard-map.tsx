import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { SCREENS } from '../../screens.ts';
import { Button, Key } from '../../ui/button.tsx';
import {
  KEY_COMMANDS,
  KEYS_ELSEWHERE,
  shownKeys,
  type KeyCommand,
  type KeyGroup,
  type ShownKeyId,
} from './commands.ts';
import { tKeyboard } from './texts.ts';

type Shown = KeyCommand & { id: ShownKeyId };

/** Three columns on a wide screen. */
const COLUMNS: readonly (readonly KeyGroup[])[] = [
  ['everywhere', 'go', 'request'],
  ['lists', 'board'],
  ['inbox', 'session'],
];

/** Every key the page knows, by where it works, from the one table. */
export function KeyboardMap({ close }: { close: () => void }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="keyboard-map"
      onClose={close}
      className="m-auto max-h-[92dvh] w-[980px] max-w-[calc(100vw-24px)] overflow-y-auto rounded-m border border-line bg-float text-ink shadow-float backdrop:bg-ink/20"
    >
      <form method="dialog" className="grid gap-5 p-5 tablet:p-7">
        <header className="flex items-start gap-4">
          <div className="mr-auto grid gap-1">
            <h2 id="keyboard-map" className="text-18 font-semibold">
              {tKeyboard('map.title')}
            </h2>
            <p className="max-w-[62ch] text-ink-2">{tKeyboard('map.lead')}</p>
          </div>
          <Button type="submit">{tKeyboard('map.close')}</Button>
        </header>
        <div className="grid items-start gap-x-10 gap-y-6 tablet:grid-cols-2 desk:grid-cols-3">
          {COLUMNS.map((groups) => (
            <div key={groups[0]} className="grid gap-6">
              {groups.map((group) => (
                <Group key={group} group={group} />
              ))}
            </div>
          ))}
        </div>
      </form>
    </dialog>
  );
}

function Group({ group }: { group: KeyGroup }): ReactNode {
  const commands: readonly Shown[] = [...KEY_COMMANDS, ...KEYS_ELSEWHERE];
  const own = commands.filter((command) => command.group === group && leadsSomewhere(command));
  return (
    <section>
      <h3 className="mb-1 text-12 font-semibold text-ink-2">{tKeyboard(`map.group.${group}`)}</h3>
      <dl>
        {own.map((command) => (
          <div
            key={command.id}
            className="flex min-h-6 items-center justify-between gap-4 border-t border-line py-0.5 text-ink"
          >
            <dt>{tKeyboard(`key.${command.id}`)}</dt>
            <dd className="shrink-0">
              <span className="sr-only">{shownKeys(command)}</span>
              <Key of={shownKeys(command)} always />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function leadsSomewhere({ path }: KeyCommand): boolean {
  return path === undefined || path === '/' || SCREENS[path] !== undefined;
}
