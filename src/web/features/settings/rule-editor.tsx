import { useState, type ReactNode } from 'react';
import type { AgentName } from '../../../contract/agent.ts';
import type { NotificationRule, NotificationTarget, NotifyAbout } from '../../../contract/settings.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { FIELD, TEXT_FIELD } from '../../ui/field.ts';
import { Check, Field } from './parts.tsx';
import { SecondsField } from './seconds-field.tsx';
import { tSettings } from './texts.ts';

const AGENTS: readonly AgentName[] = ['claude', 'codex'];
const ABOUT: readonly NotifyAbout[] = ['needs_you', 'error', 'done', 'trouble'];
const NIGHT = { from: '22:00', to: '07:00' };

interface RuleEditorProps {
  rule: NotificationRule;
  targets: readonly NotificationTarget[];
  store: (rule: NotificationRule) => Promise<boolean>;
  done: () => void;
  remove?: () => void;
}

/** One rule, opened in its place. Nothing holds before it is saved. */
export function RuleEditor({ rule, targets, store, done, remove }: RuleEditorProps): ReactNode {
  const [draft, setDraft] = useState(rule);
  const [projects, setProjects] = useState(rule.projects.join('\n'));
  const [busy, setBusy] = useState(false);
  const set = (change: Partial<NotificationRule>): void => setDraft((before) => ({ ...before, ...change }));
  const { name, about, afterSeconds, coolDownSeconds, unlessFocused, agents } = draft;
  const toggled = <T,>(list: readonly T[], item: T, on: boolean): T[] =>
    on ? [...list.filter((one) => one !== item), item] : list.filter((one) => one !== item);
  const submit = async (): Promise<void> => {
    setBusy(true);
    const folders = projects
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
    const saved = await store({
      ...draft,
      name: name.trim() === '' ? tSettings('rule.new') : name.trim(),
      projects: folders,
    });
    setBusy(false);
    if (saved) done();
  };
  return (
    <form
      aria-label={rule.name}
      className="my-3 grid gap-5 rounded-m border border-line-2 bg-float p-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field label={tSettings('rule.name')}>
        {(id) => (
          <input
            id={id}
            className={`${FIELD} w-full max-w-80`}
            maxLength={100}
            value={name}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <Group label={tSettings('rule.about')}>
        <div className="grid gap-x-4 tablet:grid-cols-2">
          {ABOUT.map((one) => (
            <Check
              key={one}
              label={tSettings(`rule.about.${one}`)}
              on={about.includes(one)}
              turn={(on) => set({ about: ABOUT.filter((each) => toggled(about, one, on).includes(each)) })}
            />
          ))}
        </div>
        {about.length === 0 ? <p className="text-12 text-bad-text">{tSettings('rule.needsAbout')}</p> : null}
      </Group>
      <Group label={tSettings('rule.to')}>
        <ToList draft={draft} targets={targets} turn={(id, on) => set({ to: toggled(draft.to, id, on) })} />
        {draft.to.length === 0 ? <p className="text-12 text-ink-2">{tSettings('rule.toNobody')}</p> : null}
      </Group>
      <div className="flex flex-wrap gap-x-8 gap-y-4">
        <SecondsField
          label={tSettings('rule.after')}
          unit={tSettings('rule.afterSeconds')}
          value={afterSeconds}
          set={(seconds) => set({ afterSeconds: seconds })}
        />
        <SecondsField
          label={tSettings('rule.cool')}
          unit={tSettings('rule.coolSeconds')}
          value={coolDownSeconds}
          set={(seconds) => set({ coolDownSeconds: seconds })}
        />
      </div>
      <div className="grid">
        <Check label={tSettings('rule.focused')} on={unlessFocused} turn={(on) => set({ unlessFocused: on })} />
        <Quiet draft={draft} set={set} />
      </div>
      <Group label={tSettings('rule.agents')} about={tSettings('rule.agentsAll')}>
        <div className="flex flex-wrap gap-x-6">
          {AGENTS.map((agent) => (
            <Check
              key={agent}
              label={agent}
              on={agents.includes(agent)}
              turn={(on) => set({ agents: toggled(agents, agent, on) })}
            />
          ))}
        </div>
      </Group>
      <Field label={tSettings('rule.projects')} about={tSettings('rule.projectsAbout')}>
        {(id, note) => (
          <textarea
            id={id}
            aria-describedby={note}
            className={`${TEXT_FIELD} field-sizing-content w-full font-mono`}
            rows={2}
            value={projects}
            onChange={(event) => setProjects(event.target.value)}
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center gap-2">
        <Button look="primary" type="submit" disabled={busy || about.length === 0}>
          {tSettings(busy ? 'settings.saving' : 'settings.save')}
        </Button>
        <Button onClick={done}>{tSettings('settings.cancel')}</Button>
        {remove === undefined ? null : (
          <Button look="quiet" className="ml-auto" onClick={remove}>
            {tSettings('settings.remove')}
          </Button>
        )}
      </div>
    </form>
  );
}

function ToList({
  draft,
  targets,
  turn,
}: {
  draft: NotificationRule;
  targets: readonly NotificationTarget[];
  turn: (id: string, on: boolean) => void;
}): ReactNode {
  const all = [
    { id: 'browser', name: tSettings('rule.to.browser') },
    { id: 'sound', name: tSettings('rule.to.sound') },
    ...targets,
  ];
  return (
    <div className="flex flex-wrap gap-x-6">
      {all.map(({ id, name }) => (
        <Check key={id} label={<Clean text={name} />} on={draft.to.includes(id)} turn={(on) => turn(id, on)} />
      ))}
    </div>
  );
}

function Quiet({
  draft: { quiet },
  set,
}: {
  draft: NotificationRule;
  set: (change: Partial<NotificationRule>) => void;
}): ReactNode {
  return (
    <div className="grid">
      <div className="flex flex-wrap items-center gap-x-3">
        <Check label={tSettings('rule.quiet')} on={quiet !== null} turn={(on) => set({ quiet: on ? NIGHT : null })} />
        {quiet === null ? null : (
          <span className="flex items-center gap-2">
            {(['from', 'to'] as const).map((end) => (
              <label key={end} className="flex items-center gap-2">
                {tSettings(end === 'from' ? 'rule.quietFrom' : 'rule.quietTo')}
                <input
                  type="time"
                  required
                  className={`${FIELD} px-2`}
                  value={quiet[end]}
                  onChange={(event) => set({ quiet: { ...quiet, [end]: event.target.value } })}
                />
              </label>
            ))}
          </span>
        )}
      </div>
      {quiet === null ? null : <p className="text-12 text-ink-2">{tSettings('rule.quietAbout')}</p>}
    </div>
  );
}

function Group({ label, about, children }: { label: string; about?: string; children: ReactNode }): ReactNode {
  return (
    <fieldset className="grid min-w-0 gap-0.5">
      <legend className="text-12 font-medium">
        {label}
        {about === undefined ? null : <span className="ml-2 font-normal text-ink-3">{about}</span>}
      </legend>
      {children}
    </fieldset>
  );
}
