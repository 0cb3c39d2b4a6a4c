import { useState, type ReactNode } from 'react';
import type { NotificationTarget } from '../../../contract/settings.ts';
import { DEFAULT_TEMPLATE, fill } from '../../../core/notify/words.ts';
import { Button } from '../../ui/button.tsx';
import { Clean } from '../../ui/clean.tsx';
import { FIELD, TEXT_FIELD } from '../../ui/field.ts';
import { Shape } from '../../ui/shape.tsx';
import { Field, Segments } from './parts.tsx';
import { TestButton } from './test-button.tsx';
import { tSettings } from './texts.ts';

const TYPES = ['webhook', 'ntfy', 'slack'] as const;
const EXAMPLE_URL = {
  webhook: 'https://example.org/hook',
  ntfy: 'https://ntfy.sh/a-name-nobody-guesses',
  slack: 'https://hooks.slack.com/services/…',
};
const EXAMPLE = {
  agent: 'claude',
  title: 'Publish 2.4',
  project: 'ledger',
  what: 'wants to run npm publish',
  url: 'http://127.0.0.1:7400/s/…',
};

interface TargetEditorProps {
  target: NotificationTarget;
  /** Names of the others. */
  taken: readonly string[];
  store: (target: NotificationTarget) => Promise<boolean>;
  done: () => void;
  remove?: () => void;
}

/** One target, opened in its place. It can be tested before it is saved. */
export function TargetEditor({ target, taken, store, done, remove }: TargetEditorProps): ReactNode {
  const [draft, setDraft] = useState(target);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const set = (change: Partial<NotificationTarget>): void => setDraft((before) => ({ ...before, ...change }));
  const { name, type, url, token = '', template = '' } = draft;
  const urlWrong = !/^https?:\/\/./.test(url.trim()) || !URL.canParse(url.trim());
  const nameWrong = name.trim() === '' || taken.includes(name.trim());
  const whole = wholeOf(draft);
  const submit = async (): Promise<void> => {
    setTried(true);
    if (urlWrong || nameWrong) return;
    setBusy(true);
    const saved = await store(whole);
    setBusy(false);
    if (saved) done();
  };
  return (
    <form
      aria-label={target.name === '' ? tSettings('target.new') : target.name}
      className="my-3 grid gap-5 rounded-m border border-line-2 bg-float p-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Segments
        label={tSettings('target.type')}
        value={type}
        choose={(id) => set({ type: id })}
        choices={TYPES.map((id) => ({ id, label: tSettings(`target.type.${id}`) }))}
      />
      <div className="grid gap-4 tablet:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
        <Field
          label={tSettings('target.name')}
          problem={tried && nameWrong ? tSettings('target.nameWrong') : undefined}
        >
          {(id, note) => (
            <input
              id={id}
              aria-describedby={note}
              aria-invalid={tried && nameWrong}
              className={`${FIELD} w-full`}
              maxLength={100}
              value={name}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label={tSettings('target.url')} problem={tried && urlWrong ? tSettings('target.urlWrong') : undefined}>
          {(id, note) => (
            <input
              id={id}
              type="url"
              aria-describedby={note}
              aria-invalid={tried && urlWrong}
              autoComplete="off"
              spellCheck={false}
              className={`${FIELD} w-full font-mono`}
              placeholder={EXAMPLE_URL[type]}
              value={url}
              onChange={(event) => set({ url: event.target.value })}
            />
          )}
        </Field>
      </div>
      {isOpenAddress(url) ? (
        <p className="flex items-baseline gap-1.5 text-12 text-ink-2">
          <Shape name="caution" tone="unsure" size={11} />
          {tSettings('target.plain')}
        </p>
      ) : null}
      {type === 'slack' ? null : (
        <Field label={tSettings('target.token')} about={tSettings('target.tokenAbout')}>
          {(id, note) => (
            <input
              id={id}
              type="password"
              aria-describedby={note}
              autoComplete="off"
              className={`${FIELD} w-full max-w-96 font-mono`}
              maxLength={500}
              value={token}
              onChange={(event) => set({ token: event.target.value })}
            />
          )}
        </Field>
      )}
      <Field label={tSettings('target.template')} about={tSettings('target.templateAbout')}>
        {(id, note) => (
          <textarea
            id={id}
            aria-describedby={note}
            rows={2}
            maxLength={2_000}
            className={`${TEXT_FIELD} field-sizing-content w-full font-mono`}
            placeholder={DEFAULT_TEMPLATE}
            value={template}
            onChange={(event) => set({ template: event.target.value })}
          />
        )}
      </Field>
      <div>
        <p className="text-12 font-medium">{tSettings('target.preview')}</p>
        <p className="mt-1 rounded-m bg-paper-2 px-3 py-2 break-words whitespace-pre-wrap">
          <Clean text={fill(whole.template ?? DEFAULT_TEMPLATE, EXAMPLE)} />
        </p>
      </div>
      <div className="flex flex-wrap items-start gap-2">
        <Button look="primary" type="submit" disabled={busy}>
          {tSettings(busy ? 'settings.saving' : 'settings.save')}
        </Button>
        <Button onClick={done}>{tSettings('settings.cancel')}</Button>
        <TestButton target={whole} disabled={urlWrong || nameWrong} />
        {remove === undefined ? null : (
          <Button look="quiet" className="ml-auto" onClick={remove}>
            {tSettings('settings.remove')}
          </Button>
        )}
      </div>
    </form>
  );
}

/** As it is saved: what is empty is not there. */
function wholeOf({ id, name, type, url, token = '', template = '' }: NotificationTarget): NotificationTarget {
  return {
    id,
    name: name.trim(),
    type,
    url: url.trim(),
    ...(token.trim() === '' || type === 'slack' ? {} : { token: token.trim() }),
    ...(template.trim() === '' ? {} : { template }),
  };
}

function isOpenAddress(url: string): boolean {
  if (!url.startsWith('http://') || !URL.canParse(url)) return false;
  return !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);
}
