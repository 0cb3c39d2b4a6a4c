import type { AgentName, TerminalName } from '../contract/agent.ts';
import type { Marks } from '../contract/marks.ts';
import type { Hand } from './hand.ts';
import type { Script } from './beats.ts';

/** Who an agent of the demo is, and what it lives through. */
export interface Profile {
  /** Short, unique: seeds its chance and begins its ids. */
  name: string;
  agent: AgentName;
  title: string;
  project: string;
  branch: string;
  /** The machine it runs on; left out: the one of most. */
  host?: string;
  model: string;
  mode: string;
  effort: string;
  place: { terminal: TerminalName; label: string };
  /** How long ago it was started, ms. */
  startedAgo: number;
  /** How full its context was when it was started (a resumed session), tokens. */
  contextAtStart?: number;
  marks?: Marks;
  life: (me: Hand) => Script;
}

export const HOME = '/home/mara/code';
export const HOST = 'aurora';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
