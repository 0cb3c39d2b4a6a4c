import type { DeliveryReason } from '../../contract/command.ts';
import type { JsonObject } from '../../lib/json.ts';

/** What was sent, as far as the agent's record of it can be compared. */
export type SentAnswer =
  | { what: 'allow' }
  | { what: 'deny' }
  /** The turn is stopped too. */
  | { what: 'stop' }
  | { what: 'answers'; answers: Readonly<Record<string, string>> }
  /** To an MCP server. */
  | { what: 'form' };

/** What a hook that waits has to print, or why AMC does not answer so. */
export type HookReply = { ok: true; reply: JsonObject; sent: SentAnswer } | { ok: false; reason: DeliveryReason };
