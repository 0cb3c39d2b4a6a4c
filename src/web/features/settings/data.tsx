import { useState, type ReactNode } from 'react';
import { bytes } from '../../lib/amounts.ts';
import { client, noteRefusal } from '../../state/connection.ts';
import { useApp } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { Row, Rows, Section } from './parts.tsx';
import { whyOf } from './save.ts';
import { tSettings } from './texts.ts';

/** The index of what agents wrote, and what can be done to it. */
export function Data(): ReactNode {
  return (
    <Section id="data" title={tSettings('settings.data')}>
      <Rows>
        <Row title={tSettings('data.index')} about={<IndexState />} />
        <DataAction
          title={tSettings('data.verify')}
          label={tSettings('data.verifyDo')}
          about={tSettings('data.verifyAbout')}
          busyText={tSettings('data.verifying')}
          run={async () => {
            const { faults, checkedFiles } = await client.call('verifyIndex', { body: {} });
            return faults.length === 0
              ? tSettings('data.noFault', { n: checkedFiles })
              : tSettings('data.faults', { n: faults.length, files: checkedFiles });
          }}
        />
        <DataAction
          title={tSettings('data.rebuild')}
          label={tSettings('data.rebuildDo')}
          about={tSettings('data.rebuildAbout')}
          sure={tSettings('data.rebuildSure')}
          run={async () => {
            await client.call('rebuildIndex', { body: {} });
            return tSettings('data.rebuilding');
          }}
        />
        <DataAction
          title={tSettings('data.forget')}
          label={tSettings('data.forgetDo')}
          about={tSettings('data.forgetAbout')}
          sure={tSettings('data.forgetSure')}
          run={async () =>
            tSettings('data.forgotten', { n: (await client.call('forgetDeleted', { body: {} })).forgotten })
          }
        />
      </Rows>
    </Section>
  );
}

function IndexState(): ReactNode {
  const index = useApp((state) => state.board.index);
  if (index === null) return null;
  const { files, unreadable } = index;
  const read =
    index.state === 'listing' || index.state === 'indexing'
      ? tSettings('data.readingNow', { read: files.read, known: files.known })
      : tSettings('data.read', { files: files.read, size: bytes(index.bytes.read) });
  return (
    <>
      {read} {unreadable === 0 ? null : tSettings('data.unread', { n: unreadable })} {index.problem ?? null}
    </>
  );
}

interface DataActionProps {
  title: string;
  /** What the button says. */
  label: string;
  about: string;
  /** What to think of first; without it, it is done at once. */
  sure?: string;
  busyText?: string;
  run: () => Promise<string>;
}

/** One thing to be done: asked about once, in place, then what came of it. */
function DataAction({ title, label, about, sure, busyText, run }: DataActionProps): ReactNode {
  const [state, setState] = useState<'idle' | 'asking' | 'busy'>('idle');
  const [said, say] = useState<{ ok: boolean; text: string } | null>(null);
  const go = async (): Promise<void> => {
    setState('busy');
    try {
      say({ ok: true, text: await run() });
    } catch (error) {
      noteRefusal(error);
      say({ ok: false, text: tSettings('data.failed', { why: whyOf(error) }) });
    }
    setState('idle');
  };
  const pressed = (): void => {
    say(null);
    if (sure === undefined) void go();
    else setState('asking');
  };
  return (
    <Row
      title={title}
      about={
        <>
          {about}
          <span
            role="status"
            className={said?.ok === false ? 'mt-1 block text-bad-text' : 'mt-1 block text-ink empty:hidden'}
          >
            {state === 'busy' ? busyText : said === null ? null : <Clean text={said.text} />}
          </span>
        </>
      }
    >
      {state === 'asking' ? (
        <div role="group" aria-label={title} className="grid basis-full gap-2 rounded-m bg-paper-2 px-3 py-2.5">
          <p>{sure}</p>
          <div className="flex gap-2">
            <Button look="primary" onClick={() => void go()}>
              {label}
            </Button>
            <Button autoFocus onClick={() => setState('idle')}>
              {tSettings('settings.cancel')}
            </Button>
          </div>
        </div>
      ) : (
        <Button disabled={state === 'busy'} aria-label={`${label}: ${title}`} onClick={pressed}>
          {sure === undefined ? label : `${label}…`}
        </Button>
      )}
    </Row>
  );
}
