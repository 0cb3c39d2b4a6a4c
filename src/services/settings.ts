import { UserError } from '../contract/errors.ts';
import type { SourceHealth } from '../contract/health.ts';
import { type NotificationTarget, Settings } from '../contract/settings.ts';
import { DEFAULT_SETTINGS } from '../core/notify/default-settings.ts';
import type { Clock } from '../ports/clock.ts';
import type { StateStore } from '../ports/state-store.ts';
import type { SettingsBook } from './api.ts';

const NAME = 'settings';
/** Where a text goes that could not be read, so that nothing a person wrote down is lost. */
const UNREADABLE = 'settings that could not be read';

export interface StoredSettingsOptions {
  clock: Clock;
  store: Pick<StateStore, 'setting' | 'setSetting'>;
  /** Tells every window. */
  publish: (settings: Settings) => void;
  test: (target: NotificationTarget) => Promise<{ ok: boolean; detail: string }>;
}

/** The settings in `state.db`. What cannot be read any more gives way to the defaults, and is said so. */
export class StoredSettings implements SettingsBook {
  readonly #options: StoredSettingsOptions;
  #settings: Settings;
  #problem: SourceHealth | null = null;
  #unreadable: string | null = null;

  constructor(options: StoredSettingsOptions) {
    this.#options = options;
    const text = options.store.setting(NAME);
    const read = text === null ? { ok: true as const, settings: DEFAULT_SETTINGS } : parse(text);
    this.#settings = read.ok ? read.settings : DEFAULT_SETTINGS;
    if (read.ok || text === null) return;
    this.#unreadable = text;
    this.#problem = unreadable(read.why, options.clock());
  }

  get(): Settings {
    return this.#settings;
  }

  save(settings: Settings): Settings {
    check(settings);
    if (this.#unreadable !== null) this.#options.store.setSetting(UNREADABLE, this.#unreadable);
    this.#options.store.setSetting(NAME, JSON.stringify(settings));
    this.#settings = settings;
    this.#problem = null;
    this.#unreadable = null;
    this.#options.publish(settings);
    return settings;
  }

  testTarget(target: NotificationTarget): Promise<{ ok: boolean; detail: string }> {
    return this.#options.test(target);
  }

  /** Nothing while all is well. */
  health(): readonly SourceHealth[] {
    return this.#problem === null ? [] : [this.#problem];
  }
}

function parse(text: string): { ok: true; settings: Settings } | { ok: false; why: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, why: 'it is no JSON' };
  }
  const parsed = Settings.safeParse(value);
  if (parsed.success) return { ok: true, settings: parsed.data };
  const [issue] = parsed.error.issues;
  return { ok: false, why: `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim() };
}

function unreadable(why: string, at: number): SourceHealth {
  return {
    name: 'settings',
    state: 'degraded',
    detail: `What was stored cannot be read (${why}), so the defaults hold.`,
    next: `Set them anew. The old text stays in \`state.db\`, table \`settings\`, then as \`${UNREADABLE}\`.`,
    at,
  };
}

/** What no schema can say: that names name something, and only one thing. */
function check({ notifications: { rules, targets }, views }: Settings): void {
  const taken =
    twice(rules.map(({ id }) => id)) ??
    twice(targets.map(({ id }) => id)) ??
    twice(targets.map(({ name }) => name.trim())) ??
    twice(views.map(({ id }) => id));
  if (taken !== null) throw refused(`“${taken}” is there twice.`, 'Give each a name of its own.');
  const reserved = targets.find(({ id }) => id === 'browser' || id === 'sound');
  if (reserved !== undefined) throw refused(`A target cannot have the id “${reserved.id}”.`, 'Give it another one.');
  const known = new Set(['browser', 'sound', ...targets.map(({ id }) => id)]);
  for (const { name, to } of rules) {
    const missing = to.find((id) => !known.has(id));
    if (missing !== undefined)
      throw refused(`The rule “${name}” tells “${missing}”, which is no target.`, 'Choose another target for it.');
  }
}

function twice(names: readonly string[]): string | null {
  return names.find((name, index) => names.indexOf(name) !== index) ?? null;
}

function refused(message: string, next: string): UserError {
  return new UserError({ code: 'settings_refused', message, next });
}
