import type { ParsedAsk, ServerRequest } from './ask.ts';
import { readCommandAsk } from './command.ts';
import { readElicitationAsk } from './elicitation.ts';
import { readFileChangeAsk } from './file-change.ts';
import { readPermissionsAsk } from './permissions.ts';
import { readQuestionAsk } from './question.ts';

const READERS: Readonly<Record<string, (request: ServerRequest) => ParsedAsk>> = {
  'item/commandExecution/requestApproval': readCommandAsk,
  'item/fileChange/requestApproval': readFileChangeAsk,
  'item/permissions/requestApproval': readPermissionsAsk,
  'item/tool/requestUserInput': readQuestionAsk,
  'mcpServer/elicitation/request': readElicitationAsk,
};

/** Reads what the server asks its clients. `not_ours`: meant for a program (tokens, dynamic tools), never for a person. */
export function readAsk(request: ServerRequest): ParsedAsk {
  const read = Object.hasOwn(READERS, request.method) ? READERS[request.method] : undefined;
  return read === undefined ? { kind: 'not_ours' } : read(request);
}
