import type { EvidenceSource } from '../../contract/evidence.ts';
import type { Settings } from './modes.ts';
import type { News } from './observe.ts';

/** What a source last said of a thread's settings, and what it tells when it says something else. */
export class SettingsNews {
  #known: Settings | null = null;
  #at = 0;

  /** When `known` was said, ms since the epoch. */
  get at(): number {
    return this.#at;
  }

  get known(): Settings | null {
    return this.#known;
  }

  /** The facts, and what was changed: the receipt of the command that asked for it, whoever that was. */
  heard(said: Settings, source: EvidenceSource, at: number): News[] {
    const before = this.#known;
    this.#known = said;
    this.#at = at;
    const { model, effort, mode } = said;
    const news: News[] = [];
    const facts = {
      ...(model === null ? {} : { model }),
      ...(effort === null ? {} : { effort }),
      ...(mode === null ? {} : { mode }),
    };
    if (Object.keys(facts).length > 0) news.push({ type: 'described', source, at, facts });
    if (before === null) return news;
    if (mode !== null && mode !== before.mode)
      news.push({ type: 'done', source, at, action: 'mode', value: mode, detail: `Codex says its mode is ${mode}` });
    if (model !== null && (model !== before.model || effort !== before.effort)) {
      const detail = `Codex says its model is ${model}${effort === null ? '' : ` (${effort})`}`;
      news.push({ type: 'done', source, at, action: 'model', value: model, detail });
    }
    return news;
  }
}
