import type { ConversationPage } from '../../contract/conversation.ts';
import { rewoundRanges, type Rewound } from '../../core/conversation/rewound.ts';
import type { PriceTable } from '../../core/usage/prices.ts';
import { conversationPage } from '../../ingest/conversation-pages.ts';
import type { ConversationQuery } from '../api.ts';
import { responseCosts } from './response-costs.ts';
import type { ConversationSources, Source } from './sources.ts';

/**
 * A page of a session's conversation, or of one of its subagents: of the agent's own file, else of what the index kept.
 * A page around something that was rewound shows what was rewound.
 */
export async function pageOfSession(
  sources: ConversationSources,
  key: string,
  query: ConversationQuery,
  prices: () => PriceTable | null = () => null,
): Promise<ConversationPage> {
  const source = await sources.find(key, query.agentId ?? null, 'page');
  if (source.from === 'none') return { items: [], before: null, after: 0, problems: [], branches: [], source: 'none' };
  const rewound = query.branches === 'all' ? [] : await rewoundOf(source);
  const opensRewound = rewound.some(
    ({ from, to }) => query.around !== undefined && query.around >= from && query.around < to,
  );
  const { used, ...page } = await conversationPage({
    records: source.records,
    query,
    rewound: opensRewound ? [] : rewound,
  });
  const usage = responseCosts(used, prices);
  return {
    ...page,
    ...(usage.length === 0 ? {} : { usage }),
    problems: [...problemsOf(source), ...page.problems],
    branches: [...source.branches],
    source: source.from === 'index' && source.file.state === 'gone' ? 'index' : 'file',
  };
}

/** What the index says was rewound; nothing when the file is not the one any more that it read. */
export async function rewoundOf({ records, branches }: Exclude<Source, { from: 'none' }>): Promise<readonly Rewound[]> {
  const rewound = rewoundRanges(branches);
  const last = rewound.at(-1);
  return last === undefined || (await records.holds(last.to)) ? rewound : [];
}

/** What a reader must know when the agent's own file is there and yet not what is shown. */
export function problemsOf(source: Source): string[] {
  if (source.from === 'none') return [];
  const { missing } = source;
  const problems =
    missing === null ? [] : [`It goes on from an earlier conversation (${missing}), of which no record is known.`];
  if (source.from === 'file') return problems;
  const { file, generation } = source;
  if (file.state === 'unreadable') problems.push(`${file.why} cannot be read now; this is what the index holds of it.`);
  else if (file.state === 'packed' && generation.sketch) problems.push(`${generation.path} is not read yet.`);
  return problems;
}
