import type { RpcConnection } from './rpc.ts';
import { ModelsReply } from './schemas.ts';

/** A model the server offers, with the efforts it takes. */
export interface ModelChoice {
  id: string;
  label: string;
  efforts: string[];
}

const MAX_PAGES = 10;

/** The models of Codex's own menu; empty when the server does not say. */
export async function listModels(rpc: RpcConnection): Promise<readonly ModelChoice[]> {
  const models: ModelChoice[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const reply = await rpc.request('model/list', cursor === null ? {} : { cursor });
    const parsed = reply.state === 'result' ? ModelsReply.safeParse(reply.result) : null;
    if (!parsed?.success) return models;
    for (const { model, displayName, hidden, supportedReasoningEfforts } of parsed.data.data) {
      if (hidden === true) continue;
      const efforts = (supportedReasoningEfforts ?? []).map(({ reasoningEffort }) => reasoningEffort);
      models.push({ id: model, label: displayName || model, efforts });
    }
    cursor = parsed.data.nextCursor ?? null;
    if (cursor === null) return models;
  }
  return models;
}
