import { useState, type ReactNode } from 'react';
import type { NotificationTarget, Settings } from '../../../contract/settings.ts';
import { useSources } from '../shell/use-sources.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Shape } from '../../ui/shape.tsx';
import { span } from '../../lib/time.ts';
import { useNow } from '../../state/clock.ts';
import { insertedAt, newId, remove, save } from './save.ts';
import { TargetEditor } from './target-editor.tsx';
import { TestButton } from './test-button.tsx';
import { tSettings } from './texts.ts';

/** Where messages go beside browsers, each with what became of the last one. */
export function Targets({ settings }: { settings: Settings }): ReactNode {
  const { targets } = settings.notifications;
  const [open, setOpen] = useState<string | null>(null);
  const [added, setAdded] = useState<NotificationTarget | null>(null);
  const names = (but: NotificationTarget): string[] =>
    targets.filter(({ id }) => id !== but.id).map(({ name }) => name);
  return (
    <section aria-labelledby="targets-title">
      <h3 id="targets-title" className="text-15 font-semibold">
        {tSettings('target.title')}
      </h3>
      <p className="mt-0.5 text-ink-2">{tSettings('target.lead')}</p>
      <ul className="mt-3 divide-y divide-line border-y border-line">
        {targets.length === 0 && added === null ? (
          <li className="py-3 text-ink-2">{tSettings('target.none')}</li>
        ) : null}
        {targets.map((target, index) => (
          <li key={target.id}>
            {open === target.id ? (
              <TargetEditor
                target={target}
                taken={names(target)}
                done={() => setOpen(null)}
                store={(changed) =>
                  save(withTargets((all) => all.map((one) => (one.id === target.id ? changed : one))))
                }
                remove={() => removeTarget(target, index, settings)}
              />
            ) : (
              <TargetRow target={target} settings={settings} open={() => setOpen(target.id)} />
            )}
          </li>
        ))}
        {added === null ? null : (
          <li>
            <TargetEditor
              target={added}
              taken={names(added)}
              done={() => setAdded(null)}
              store={(made) => save(withTargets((all) => [...all, made]))}
            />
          </li>
        )}
      </ul>
      <Button
        className="mt-3"
        disabled={added !== null}
        onClick={() => setAdded({ id: newId(), name: '', type: 'webhook', url: '' })}
      >
        {tSettings('target.add')}
      </Button>
    </section>
  );
}

function TargetRow({
  target,
  settings,
  open,
}: {
  target: NotificationTarget;
  settings: Settings;
  open: () => void;
}): ReactNode {
  const { id, name, type, url } = target;
  const used = settings.notifications.rules.filter(({ to }) => to.includes(id)).length;
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-2 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium">
          <Clean text={name} />
        </p>
        <p className="mt-0.5 text-ink-2">
          {tSettings(`target.type.${type}`)} · <Clean text={hostOf(url)} /> · {tSettings('target.usedBy', { n: used })}
        </p>
        <Receipt name={name} />
      </div>
      <div className="flex items-start gap-1">
        <TestButton target={target} />
        <IconButton label={tSettings('settings.edit', { name })} onClick={open} className="h-8">
          <path d="M10.5 2.8 13.2 5.5 5.7 13H3v-2.7z" strokeWidth="1.4" strokeLinejoin="round" />
        </IconButton>
      </div>
    </div>
  );
}

/** What became of the last message, by the server's word. */
function Receipt({ name }: { name: string }): ReactNode {
  const source = useSources().find((one) => one.name === `notifications to ${name}`);
  const now = useNow('coarse');
  if (source === undefined) return <p className="mt-0.5 text-12 text-ink-3">{tSettings('target.never')}</p>;
  const good = source.state === 'ok';
  return (
    <p className={`mt-1 flex items-baseline gap-1.5 text-12 ${good ? 'text-ink-2' : 'text-unsure-text'}`}>
      <Shape name={good ? 'check' : 'question'} tone={good ? 'works' : 'unsure'} size={10} />
      <span className="min-w-0">
        <Clean text={tSettings('target.last', { span: span(now - source.at), detail: source.detail })} />
      </span>
    </p>
  );
}

/** The rest of an address may be a secret. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

function withTargets(
  change: (targets: NotificationTarget[]) => NotificationTarget[],
): (settings: Settings) => Settings {
  return (settings) => ({
    ...settings,
    notifications: { ...settings.notifications, targets: change(settings.notifications.targets) },
  });
}

/** Rules that tell it tell one less; the way back brings that back too. */
function removeTarget(
  target: NotificationTarget,
  index: number,
  { notifications: { rules } }: Settings,
): Promise<void> {
  const { id, name } = target;
  const told = new Set(rules.filter(({ to }) => to.includes(id)).map((rule) => rule.id));
  return remove({
    name,
    take: ({ notifications, ...rest }) => ({
      ...rest,
      notifications: {
        targets: notifications.targets.filter((one) => one.id !== id),
        rules: notifications.rules.map((rule) => ({ ...rule, to: rule.to.filter((one) => one !== id) })),
      },
    }),
    putBack: ({ notifications, ...rest }) => ({
      ...rest,
      notifications: {
        targets: insertedAt(
          notifications.targets.filter((one) => one.id !== id),
          index,
          target,
        ),
        rules: notifications.rules.map((rule) =>
          told.has(rule.id) && !rule.to.includes(id) ? { ...rule, to: [...rule.to, id] } : rule,
        ),
      },
    }),
  });
}
