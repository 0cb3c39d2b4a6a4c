import type { HistoryDetail } from '../../../contract/history.ts';
import type { Part } from '../../../core/conversation/turns.ts';

export type Subagent = HistoryDetail['subagents'][number];

/** What a conversation consists of, in the order of the file. */
export type Step =
  | { type: 'part'; part: Part }
  | { type: 'problem'; text: string }
  /** What comes until `rewound_end` is not part of the conversation any more. */
  | { type: 'rewound' | 'rewound_end' }
  /** The conversation of a subagent, until `subagent_end`; behind the call that started it. */
  | { type: 'subagent'; subagent: Subagent }
  | { type: 'subagent_end' };
