import type { Client } from '../client/client.ts';
import { statusOf } from '../client/problem.ts';
import type { HistoryDetail } from '../contract/history.ts';
import { line } from './format.ts';

/** Who belongs to a session, and how to look at them. */
export interface Company {
  /** The sessions before and after it, a line each. */
  links: readonly string[];
  /** Subagents by the call that started them, a line each. */
  byCall: ReadonlyMap<string, readonly string[]>;
  /** Those whose call is not known. */
  others: readonly string[];
  /** What a subagent was started as and for; its id where nothing else is known. */
  nameOf: (agentId: string) => string;
}

type LinkType = HistoryDetail['links'][number]['type'];

const BEFORE: Readonly<Record<LinkType, string>> = {
  continues: 'continues',
  forked_from: 'forked from',
  subagent_of: 'subagent of',
  cleared_from: 'begun by clearing',
};
const AFTER: Readonly<Record<Exclude<LinkType, 'subagent_of'>, string>> = {
  continues: 'continued in',
  forked_from: 'forked into',
  cleared_from: 'cleared into',
};

const NOBODY: Pick<HistoryDetail, 'subagents' | 'links' | 'linkedFrom'> = { subagents: [], links: [], linkedFrom: [] };

/** Nobody while the index does not know the session yet. */
export async function companyOf(client: Client, key: string): Promise<Company> {
  const { subagents, links, linkedFrom } = await detailOf(client, key);
  const started = [
    ...subagents.map((one) => ({
      callId: one.callId,
      text: `subagent ${nameOf(one)}: amc show ${key} --subagent ${line(one.agentId, 80)}`,
    })),
    ...linkedFrom
      .filter(({ type }) => type === 'subagent_of')
      .map((link) => ({ callId: link.callId, text: `subagent: amc show ${line(link.key, 120)}` })),
  ];
  const byCall = new Map<string, string[]>();
  for (const { callId, text } of started)
    if (callId !== undefined) byCall.set(callId, [...(byCall.get(callId) ?? []), text]);
  return {
    links: [
      ...links.map((link) => told(BEFORE[link.type], link.key)),
      ...linkedFrom.flatMap(({ type, key: other }) => (type === 'subagent_of' ? [] : [told(AFTER[type], other)])),
    ],
    byCall,
    others: started.filter(({ callId }) => callId === undefined).map(({ text }) => text),
    nameOf: (agentId) => nameOf(subagents.find((one) => one.agentId === agentId) ?? { agentId }),
  };
}

async function detailOf(client: Client, key: string): Promise<typeof NOBODY> {
  try {
    return await client.call('historyEntry', { params: { key } });
  } catch (error) {
    if (statusOf(error) === 404) return NOBODY;
    throw error;
  }
}

function told(how: string, key: string): string {
  return `${how} ${line(key, 120)}`;
}

function nameOf({ agentId, role, description }: HistoryDetail['subagents'][number]): string {
  const words = [role, description].filter((text) => text !== undefined);
  return line(words.length === 0 ? agentId : words.join(' · '), 120);
}
