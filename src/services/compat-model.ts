/** A line of the original's event log; fields beyond these pass through. */
export interface CompatEvent {
  at: string;
  event: string;
  [field: string]: unknown;
}

/** A message as the original's `/api/conversation` answers it. `timestamp` is the agent's own text. */
export interface CompatMessage {
  role: 'user' | 'assistant';
  content: string;
  timestamp: string;
}
