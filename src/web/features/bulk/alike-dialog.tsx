import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { sendBatch, useBatch } from '../../state/batch.ts';
import { isLive, useApp } from '../../state/store.ts';
import { titleOf } from '../../lib/words.ts';
import { Button } from '../../ui/button.tsx';
import { gist } from '../board/groups.ts';
import { allowOf, isPreselected, type Alike } from './alike.ts';
import { AskRow } from './ask-row.tsx';
import { ReceiptList } from './receipt-list.tsx';

const ID = 'alike-dialog';

/** Every one of them in full, to be approved together; those with something to look at twice are chosen by hand. */
export function AlikeDialog({ alike, close }: { alike: Alike; close: () => void }): ReactNode {
  const { tool, asks, sessions } = alike;
  const dialog = useRef<HTMLDialogElement>(null);
  const live = useApp(isLive);
  const open = useOpenRequests();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(asks.filter(isPreselected).map(({ request }) => request.id)),
  );
  const [sent, setSent] = useState(false);
  const { rows } = useBatch();
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const ready = asks.filter((ask) => chosen.has(ask.request.id) && open.has(ask.request.id) && allowOf(ask) !== null);
  const risky = asks.filter(({ request }) => (request.risks ?? []).length > 0).length;
  const approve = (): void => {
    setSent(true);
    void sendBatch(
      ready.flatMap((ask) => {
        const choice = allowOf(ask);
        if (choice === null) return [];
        const { session, request } = ask;
        const action = { type: 'approve' as const, requestId: request.id, choiceId: choice.id };
        return [{ session, title: titleOf(session), about: gist(request).split('\n')[0] ?? '', action }];
      }),
    );
  };
  return (
    <dialog
      ref={dialog}
      aria-labelledby={`${ID}-title`}
      onClose={close}
      className="m-auto flex max-h-[86dvh] w-[760px] max-w-[calc(100vw-24px)] flex-col rounded-m border border-line bg-float text-ink shadow-float backdrop:bg-ink/20"
    >
      <header className="border-b border-line px-5 py-4">
        <h2 id={`${ID}-title`} className="text-15 font-semibold">
          {t('alike.title', { n: asks.length, tool, sessions })}
        </h2>
        <p className="mt-1 text-ink-2">
          {sent ? t('alike.sent') : risky === 0 ? t('alike.lead') : t('alike.leadRisky', { n: risky })}
        </p>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-5">
        {sent && rows !== null ? (
          <ReceiptList rows={rows} />
        ) : (
          <ul className="grid grid-cols-[minmax(0,1fr)]">
            {asks.map((ask) => (
              <AskRow
                key={ask.request.id}
                ask={ask}
                over={!open.has(ask.request.id)}
                on={chosen.has(ask.request.id)}
                toggle={() => setChosen((before) => toggled(before, ask.request.id))}
              />
            ))}
          </ul>
        )}
      </div>
      <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">
        <Button look="quiet" onClick={() => dialog.current?.close()}>
          {t(sent ? 'keys.close' : 'request.cancel')}
        </Button>
        {sent ? null : (
          <Button look="primary" disabled={!live || ready.length === 0} onClick={approve}>
            {t('alike.approve', { n: ready.length })}
          </Button>
        )}
      </footer>
    </dialog>
  );
}

/** What is still asked: the list itself stays as it was opened. */
function useOpenRequests(): ReadonlySet<string> {
  const sessions = useApp((state) => state.board.sessions);
  return new Set([...sessions.values()].flatMap(({ requests }) => requests.map(({ id }) => id)));
}

function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}
