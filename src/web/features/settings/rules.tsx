import { useState, type ReactNode } from 'react';
import type { NotificationRule, Settings } from '../../../contract/settings.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Clean } from '../../ui/clean.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Switch } from './parts.tsx';
import { RuleEditor } from './rule-editor.tsx';
import { howOf, toOf, whenOf } from './rule-words.ts';
import { insertedAt, newId, remove, save } from './save.ts';
import { tSettings } from './texts.ts';

/** Every rule in the order in which they are asked; one at a time can be opened. */
export function Rules({ settings }: { settings: Settings }): ReactNode {
  const { rules, targets } = settings.notifications;
  const [open, setOpen] = useState<string | null>(null);
  const [added, setAdded] = useState<NotificationRule | null>(null);
  return (
    <section aria-labelledby="rules-title">
      <h3 id="rules-title" className="text-15 font-semibold">
        {tSettings('rule.title')}
      </h3>
      <p className="mt-0.5 text-ink-2">{tSettings('rule.lead')}</p>
      <ol className="mt-3 divide-y divide-line border-y border-line">
        {rules.length === 0 && added === null ? <li className="py-3 text-ink-2">{tSettings('rule.none')}</li> : null}
        {rules.map((rule, index) => (
          <li key={rule.id}>
            {open === rule.id ? (
              <RuleEditor
                rule={rule}
                targets={targets}
                done={() => setOpen(null)}
                store={(changed) => save(withRules((all) => all.map((one) => (one.id === rule.id ? changed : one))))}
                remove={() => removeRule(rule, index)}
              />
            ) : (
              <RuleRow rule={rule} settings={settings} index={index} open={() => setOpen(rule.id)} />
            )}
          </li>
        ))}
        {added === null ? null : (
          <li>
            <RuleEditor
              rule={added}
              targets={targets}
              done={() => setAdded(null)}
              store={(made) => save(withRules((all) => [...all, made]))}
            />
          </li>
        )}
      </ol>
      <Button className="mt-3" disabled={added !== null} onClick={() => setAdded(newRule())}>
        {tSettings('rule.add')}
      </Button>
    </section>
  );
}

function RuleRow({
  rule,
  settings,
  index,
  open,
}: {
  rule: NotificationRule;
  settings: Settings;
  index: number;
  open: () => void;
}): ReactNode {
  const { rules, targets } = settings.notifications;
  const { id, name, enabled } = rule;
  const move = (by: number): void =>
    void save(
      withRules((all) =>
        insertedAt(
          all.filter((one) => one.id !== id),
          index + by,
          rule,
        ),
      ),
    );
  return (
    <div className="group flex items-start gap-3 py-2.5">
      <Switch
        label={tSettings('rule.on', { name })}
        on={enabled}
        turn={(on) => void save(withRules((all) => all.map((one) => (one.id === id ? { ...one, enabled: on } : one))))}
      />
      <div className={classes('min-w-0 flex-1 pt-1.5', !enabled && 'text-ink-3')}>
        <p className="font-medium">
          <Clean text={name} />
        </p>
        <p className={classes('mt-0.5', enabled && 'text-ink-2')}>
          {whenOf(rule)}
          <span aria-hidden="true"> → </span>
          <span className={classes('font-medium', enabled && 'text-ink')}>
            <Clean text={toOf(rule, targets)} />
          </span>
        </p>
        <p className="mt-0.5 text-12 text-ink-3">
          <Clean text={howOf(rule).join(' · ')} />
        </p>
      </div>
      <div className="flex shrink-0 flex-wrap items-center justify-end">
        <IconButton label={tSettings('rule.up', { name })} disabled={index === 0} onClick={() => move(-1)}>
          <path d="M3.5 10 8 5.5l4.5 4.5" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" />
        </IconButton>
        <IconButton
          label={tSettings('rule.down', { name })}
          disabled={index === rules.length - 1}
          onClick={() => move(1)}
        >
          <path d="M3.5 6 8 10.5 12.5 6" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" />
        </IconButton>
        <IconButton label={tSettings('settings.edit', { name })} onClick={open}>
          <path d="M10.5 2.8 13.2 5.5 5.7 13H3v-2.7z" strokeWidth="1.4" strokeLinejoin="round" />
        </IconButton>
      </div>
    </div>
  );
}

type Rule = NotificationRule;

export function withRules(change: (rules: Rule[]) => Rule[]): (settings: Settings) => Settings {
  return (settings) => ({
    ...settings,
    notifications: { ...settings.notifications, rules: change(settings.notifications.rules) },
  });
}

function removeRule(rule: Rule, index: number): Promise<void> {
  return remove({
    name: rule.name,
    take: withRules((all) => all.filter(({ id }) => id !== rule.id)),
    putBack: withRules((all) => (all.some(({ id }) => id === rule.id) ? all : insertedAt(all, index, rule))),
  });
}

function newRule(): Rule {
  return {
    id: newId(),
    name: tSettings('rule.new'),
    enabled: true,
    about: ['needs_you'],
    afterSeconds: 30,
    coolDownSeconds: 60,
    quiet: null,
    unlessFocused: true,
    agents: [],
    projects: [],
    to: ['browser'],
  };
}
