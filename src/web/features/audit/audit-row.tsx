import { useState, type ReactNode } from 'react';
import { Link } from 'wouter';
import type { AuditEntry } from '../../../contract/audit.ts';
import { t } from '../../i18n/t.ts';
import { tAudit } from './texts.ts';
import { sessionPath } from '../../lib/session-path.ts';
import { exactTime } from '../../lib/time.ts';
import { modeName } from '../../lib/words.ts';
import { fromHere } from '../../state/came-from.ts';
import { useNow } from '../../state/clock.ts';
import { Clean } from '../../ui/clean.tsx';
import { Said } from '../../ui/said.tsx';
import { EvidenceLine } from '../../ui/evidence.tsx';
import { Shape } from '../../ui/shape.tsx';
import { ClockTime } from '../../ui/time.tsx';
import { DELIVERY_SHAPE, deliveryWord } from '../delivery/delivery-shape.ts';
import { told, type AuditGroup } from './groups.ts';

/** More than this is cut in the row. */
const FITS = 48;

/** One command: what, to whom, by whom, which way, how it ended; every step and the proof when opened. */
export function AuditRow({ group }: { group: AuditGroup }): ReactNode {
  const [open, setOpen] = useState(false);
  const { last, commandId } = group;
  const agent = last.sessionKey.split(':')[0] ?? '';
  const actor = told(group, 'actor');
  const { name, tone, text } = DELIVERY_SHAPE[last.state];
  return (
    <li data-row={commandId} data-audit={last.state} className="audit-row">
      <div className="audit-grid">
        <span className="audit-time">
          <ClockTime at={group.steps[0]?.at ?? last.at} />
        </span>
        <button
          type="button"
          data-row-link
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="row-link audit-what text-left"
        >
          <What text={last.what} />
        </button>
        <span className="audit-session">
          <Link href={sessionPath(last.sessionKey)} state={fromHere()} className="relative z-1 hover:underline">
            <Clean text={told(group, 'sessionTitle') ?? last.sessionKey} />
          </Link>
        </span>
        <span className="audit-actor">{actor === undefined ? tAudit('audit.nobody') : t(`actor.${actor.by}`)}</span>
        <span className="audit-via">
          <Clean text={told(group, 'via') ?? ''} />
        </span>
        <span className={`audit-state ${text}`}>
          <span className="self-center">
            <Shape name={name} tone={tone} size={10} />
          </span>
          <span className="truncate">{deliveryWord(last.state, agent)}</span>
        </span>
      </div>
      {open ? <Detail group={group} agent={agent} /> : null}
    </li>
  );
}

/** `prompt: run the tests`: the kind second, the words first to the eye. */
function What({ text }: { text: string }): ReactNode {
  const [, kind = text, said = ''] = /^([a-z_]+):\s*([\s\S]*)$/.exec(text) ?? [];
  const rest = kind === 'mode' ? modeName(said) : said;
  return (
    <>
      <span className={rest === '' ? 'font-medium' : 'text-ink-3'}>
        <Clean text={kindWord(kind)} />
      </span>
      {rest === '' ? null : (
        <span className="ml-2 font-medium">
          <Clean text={rest} />
        </span>
      )}
    </>
  );
}

const KINDS = [
  'prompt',
  'answer',
  'approve',
  'deny',
  'interrupt',
  'mode',
  'model',
  'compact',
  'clear',
  'rename',
  'close',
] as const;

/** What was asked for, in words; what is not known stays as the log has it. */
function kindWord(kind: string): string {
  const known = KINDS.find((one) => one === kind);
  return known === undefined ? kind : tAudit(`audit.kind.${known}`);
}

function Detail({ group, agent }: { group: AuditGroup; agent: string }): ReactNode {
  const { last, commandId } = group;
  const actor = told(group, 'actor');
  const from = [actor?.address, actor?.client].filter((part) => part !== undefined);
  return (
    <div className="audit-detail">
      {last.what.length > FITS || last.what.includes('\n') ? (
        <p className="max-w-[78ch] text-13 break-words whitespace-pre-wrap">
          <Clean text={last.what} />
        </p>
      ) : null}
      <ol className="grid gap-1.5">
        {group.steps.map((step) => (
          <Step key={step.seq} step={step} agent={agent} />
        ))}
      </ol>
      <p className="break-words text-ink-3">
        {actor === undefined ? null : (
          <>
            {t(`actor.${actor.by}`)}
            {from.length === 0 ? null : <Clean text={` ${from.join(', ')}`} />} ·{' '}
          </>
        )}
        <span className="font-mono">
          <Clean text={commandId} />
        </span>
      </p>
    </div>
  );
}

function Step({ step, agent }: { step: AuditEntry; agent: string }): ReactNode {
  const now = useNow('coarse');
  const { name, tone, text } = DELIVERY_SHAPE[step.state];
  return (
    <li className="grid grid-cols-[auto_10px_minmax(0,1fr)] items-baseline gap-x-2.5">
      <time className="font-mono text-ink-3">{exactTime(step.at, now)}</time>
      <Shape name={name} tone={tone} size={9} />
      <div>
        <span className={text}>{deliveryWord(step.state, agent)}</span>
        {step.via === undefined ? null : <span className="text-ink-3"> {t('delivery.via', { via: step.via })}</span>}
        {step.note === undefined ? null : (
          <span className="block max-w-[78ch] text-ink-2">
            <Clean text={step.note} />
          </span>
        )}
        {step.reason === undefined ? null : (
          <span className="block max-w-[78ch]">
            <Said text={[step.reason.message, step.reason.next].filter(Boolean).join(' ')} />
          </span>
        )}
        {step.evidence === undefined ? null : <EvidenceLine evidence={step.evidence} />}
      </div>
    </li>
  );
}
