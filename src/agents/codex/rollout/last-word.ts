import { proseQuestion } from '../../../core/prose-question.ts';
import type { Tell } from '../observe.ts';

/** How a plan is approved or turned down. Codex's dialog has a third way, which begins a thread of its own. */
const PLAN_CHOICES = [
  { id: 'implement', label: 'Yes, implement this plan', effect: 'allow', takesMessage: false },
  { id: 'stay', label: 'No, stay in Plan mode', effect: 'deny', takesMessage: true },
] as const;

interface Waiting {
  id: string;
  kind: 'plan' | 'prose_question';
  text: string;
  at: number;
}

/**
 * What the agent leaves a person with at the end of a turn: a plan to approve, or a question in its own words. The
 * rollout alone tells of it, so it is known after a restart too. The next prompt settles it.
 */
export class LastWord {
  readonly #threadId: string;
  readonly #tell: Tell;
  /** Answers can only be typed there: the record of one does not say who did. */
  readonly #typed: () => boolean;
  #plan: { itemId: string; text: string } | null = null;
  #said: string | null = null;
  #now: Waiting | null = null;
  #told: Waiting | null = null;
  #settledBy: { text: string; at: number } | null = null;
  #sent: string | null = null;

  constructor({ threadId, tell, typed }: { threadId: string; tell: Tell; typed: () => boolean }) {
    this.#threadId = threadId;
    this.#tell = tell;
    this.#typed = typed;
  }

  /** The plan that waits; null: none does. */
  get planId(): string | null {
    return this.#told?.kind === 'plan' ? this.#told.id : null;
  }

  /** AMC answers the plan by a prompt with these words. */
  answered(text: string): void {
    this.#sent = text.trim();
  }

  turnStarted(): void {
    this.#plan = null;
    this.#said = null;
    this.#now = null;
  }

  prompt(text: string, at: number): void {
    if (this.#told?.kind === 'plan') this.#settledBy ??= { text: text.trim(), at };
  }

  said(text: string): void {
    this.#said = text;
  }

  planned(itemId: string, text: string): void {
    this.#plan = { itemId, text };
  }

  turnEnded({ how, turnId, at }: { how: 'complete' | 'aborted' | 'failed'; turnId: string | null; at: number }): void {
    if (how !== 'complete') return;
    if (this.#plan !== null) {
      const { itemId, text } = this.#plan;
      this.#now = { id: `${this.#threadId}:${itemId}:plan`, kind: 'plan', text, at };
      return;
    }
    const question = this.#said === null ? null : proseQuestion(this.#said);
    if (question === null) return;
    this.#now = { id: `${this.#threadId}:${turnId ?? at}:prose`, kind: 'prose_question', text: question, at };
  }

  /** Tells what changed, once everything that is in the file was read: what is over was never asked. */
  settle(): void {
    const [before, now] = [this.#told, this.#now];
    if (before?.id === now?.id) return;
    // A plan is settled by the prompt behind it, which is recorded some milliseconds after the turn began.
    if (before?.kind === 'plan' && now === null && this.#settledBy === null) return;
    if (before !== null) this.#close(before);
    this.#told = now;
    if (now !== null) this.#open(now);
  }

  #open({ id, kind, text, at }: Waiting): void {
    const base = { id, openedAt: at };
    const request =
      kind === 'plan' ? { ...base, kind, markdown: text, choices: [...PLAN_CHOICES] } : { ...base, kind, text };
    this.#tell({ type: 'request_opened', source: 'transcript', at, request });
  }

  #close({ id, kind, at: openedAt }: Waiting): void {
    const ours = kind === 'plan' && this.#sent !== null && this.#sent === this.#settledBy?.text;
    const at = this.#settledBy?.at ?? openedAt;
    const by = ours ? 'amc' : kind === 'plan' && this.#typed() ? 'unknown' : 'elsewhere';
    const detail = ours ? 'the rollout holds the prompt that AMC sent' : 'the conversation has gone on';
    this.#tell({ type: 'request_closed', source: 'transcript', at, requestId: id, by, detail });
    this.#sent = null;
    this.#settledBy = null;
  }
}
