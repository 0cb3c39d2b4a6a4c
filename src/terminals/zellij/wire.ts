import type { UpstreamError } from '../../contract/errors.ts';
import { zellijError } from './errors.ts';
import type { Field } from './protobuf.ts';
import {
  boolField,
  bytesField,
  MalformedProtobuf,
  packedField,
  readFields,
  stringField,
  varintField,
} from './protobuf.ts';

/** What AMC says to a session's server. Field numbers: FORMAT.md, "Frames". */
export type ServerRequest =
  | { type: 'list_panes' }
  | { type: 'list_tabs' }
  | { type: 'list_clients' }
  /** Brings a pane to the front of one client; without its number, of the one that was typed in last. */
  | { type: 'focus'; pane: number; client?: number }
  /** The pane's rows now (the first `render`), and again whenever they change. */
  | { type: 'subscribe'; pane: number; ansi: boolean }
  | { type: 'write'; pane: number; bytes: Uint8Array }
  | { type: 'paste'; pane: number; text: string };

export type ServerMessage =
  /** A request was handled; also sent unasked, so it proves nothing about which one. */
  | { type: 'done' }
  | { type: 'exit' }
  | { type: 'log'; text: string }
  | { type: 'error'; text: string }
  /** `initial`: the answer to `subscribe`; the others come whenever the rows change. */
  | { type: 'render'; pane: number | null; initial: boolean; rows: string[] }
  | { type: 'other'; field: number };

/** A listing of a thousand panes has 1 MB; no answer AMC asks for comes near. */
export const maxFrameBytes = 16 * 1024 * 1024;

const client = { action: 9, subscribe: 17 } as const;
const action = { listClients: 86, listPanes: 98, write: 100, listTabs: 104, paste: 109, focusPane: 135 } as const;
const server = { unblock: 2, exit: 3, log: 5, logError: 6, paneRender: 14 } as const;

/** A whole frame: length (u32, little-endian), then the protobuf message `ClientToServerMsg`. */
export function encodeRequest(request: ServerRequest): Buffer {
  const message = encodeMessage(request);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(message.length);
  return Buffer.concat([length, message]);
}

function encodeMessage(request: ServerRequest): Buffer {
  switch (request.type) {
    case 'list_panes':
      return actionMessage(action.listPanes, boolField(6, true));
    case 'list_tabs':
      return actionMessage(action.listTabs, boolField(6, true));
    case 'list_clients':
      return actionMessage(action.listClients, Buffer.alloc(0));
    case 'focus':
      return actionMessage(action.focusPane, bytesField(1, paneId(request.pane)), request.client);
    case 'subscribe':
      return bytesField(
        client.subscribe,
        Buffer.concat([bytesField(1, paneId(request.pane)), boolField(3, request.ansi)]),
      );
    case 'write':
      return actionMessage(
        action.write,
        Buffer.concat([bytesField(1, paneId(request.pane)), packedField(2, request.bytes)]),
      );
    case 'paste':
      return actionMessage(
        action.paste,
        Buffer.concat([stringField(1, request.text), bytesField(2, paneId(request.pane))]),
      );
  }
}

/**
 * `is_cli_client` makes the server act for the person's client that was active last, exactly as it does for
 * `zellij action`; with a client's number it acts for that one.
 */
function actionMessage(number: number, body: Buffer, forClient?: number): Buffer {
  const whose = forClient === undefined ? boolField(4, true) : varintField(3, forClient);
  return bytesField(client.action, Buffer.concat([bytesField(1, bytesField(number, body)), whose]));
}

function paneId(terminal: number): Buffer {
  return varintField(1, terminal);
}

/** Throws `UpstreamError` for bytes that are no message; a message AMC does not know is `other`. */
export function decodeMessage(frame: Uint8Array): ServerMessage {
  try {
    return decode(frame);
  } catch (error) {
    if (error instanceof MalformedProtobuf) throw notUnderstood(error.message, error);
    throw error;
  }
}

function decode(frame: Uint8Array): ServerMessage {
  const field = readFields(frame)[0];
  if (field === undefined || field.type !== 'bytes') return { type: 'other', field: field?.number ?? 0 };
  switch (field.number) {
    case server.unblock:
      return { type: 'done' };
    case server.exit:
      return { type: 'exit' };
    case server.log:
      return { type: 'log', text: strings(readFields(field.value), 1).join('\n') };
    case server.logError:
      return { type: 'error', text: strings(readFields(field.value), 1).join('\n') };
    case server.paneRender: {
      const fields = readFields(field.value);
      const initial = fields.some((part) => part.number === 5 && part.type === 'varint' && part.value !== 0);
      return { type: 'render', pane: terminalOf(fields), initial, rows: strings(fields, 2) };
    }
    default:
      return { type: 'other', field: field.number };
  }
}

function strings(fields: readonly Field[], number: number): string[] {
  return fields.flatMap((field) =>
    field.number === number && field.type === 'bytes' ? [field.value.toString('utf8')] : [],
  );
}

/** null: a plugin's pane. */
function terminalOf(fields: readonly Field[]): number | null {
  const id = fields.find((field) => field.number === 1);
  if (id?.type !== 'bytes') return null;
  const terminal = readFields(id.value).find((field) => field.number === 1);
  return terminal?.type === 'varint' ? terminal.value : null;
}

/** Cuts a byte stream into messages. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #sizeBytes = 0;

  /** The messages that are complete with this chunk. Throws `UpstreamError`; the stream is of no use after that. */
  push(chunk: Buffer): ServerMessage[] {
    this.#chunks.push(chunk);
    this.#sizeBytes += chunk.length;
    const messages: ServerMessage[] = [];
    for (let frame = this.#nextFrame(); frame !== null; frame = this.#nextFrame()) messages.push(decodeMessage(frame));
    return messages;
  }

  #nextFrame(): Buffer | null {
    if (this.#sizeBytes < 4) return null;
    if ((this.#chunks[0]?.length ?? 0) < 4) this.#join();
    const length = this.#chunks[0]?.readUInt32LE(0) ?? 0;
    if (length > maxFrameBytes)
      throw notUnderstood(`Expected a message of at most ${maxFrameBytes} bytes, got ${length}.`);
    if (this.#sizeBytes < 4 + length) return null;
    const all = this.#join();
    const rest = all.subarray(4 + length);
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#sizeBytes = rest.length;
    return all.subarray(4, 4 + length);
  }

  #join(): Buffer {
    const first = this.#chunks[0];
    if (this.#chunks.length === 1 && first !== undefined) return first;
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }
}

function notUnderstood(what: string, cause?: unknown): UpstreamError {
  return zellijError('zellij_protocol', `Zellij answered in a way AMC does not understand: ${what}`, cause);
}
