import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { Button, Key } from '../../ui/button.tsx';
import { KEY_COMMANDS, shownKeys } from './commands.ts';

const ID = 'keyboard-help';

export function openHelp(): void {
  document.querySelector<HTMLDialogElement>(`#${ID}`)?.showModal();
}

export function HelpButton(): ReactNode {
  return (
    <button
      type="button"
      aria-label={t('header.help')}
      title={t('header.help')}
      onClick={openHelp}
      className="grid size-8 place-items-center rounded-m font-mono text-ink-2 hover:bg-paper-3 hover:text-ink pointer-coarse:hidden"
    >
      ?
    </button>
  );
}

/** Every key, from the one table. */
export function HelpDialog(): ReactNode {
  return (
    <dialog
      id={ID}
      aria-labelledby={`${ID}-title`}
      className="m-auto w-96 max-w-[calc(100vw-32px)] rounded-m border border-line bg-float p-5 text-ink shadow-float backdrop:bg-ink/20"
    >
      <form method="dialog" className="grid gap-4">
        <h2 id={`${ID}-title`} className="text-15 font-semibold">
          {t('keys.title')}
        </h2>
        {(['lists', 'request', 'session', 'everywhere'] as const).map((group) => (
          <section key={group}>
            <h3 className="mb-1 text-12 text-ink-3">{t(`keys.group.${group}`)}</h3>
            <dl>
              {KEY_COMMANDS.filter((command) => command.group === group).map((command) => (
                <div key={command.id} className="flex items-center justify-between border-t border-line py-1.5">
                  <dt>{t(command.label)}</dt>
                  <dd>
                    <span className="sr-only">{shownKeys(command)}</span>
                    <Key of={shownKeys(command)} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <Button type="submit" className="justify-self-end">
          {t('keys.close')}
        </Button>
      </form>
    </dialog>
  );
}
