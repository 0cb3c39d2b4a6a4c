import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, stat } from 'node:fs/promises';

type Fields = Readonly<Record<string, unknown>>;

/** One short sentence and plain fields, never what people or agents wrote. */
export interface Log {
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
  close(): Promise<void>;
}

/** The file is set aside as `<file>.1` at the start when it is larger. */
const MAX_BYTES = 5 * 1024 * 1024;

/** Appends JSON lines to a 0600 file. A log that cannot be written never stops AMC. */
export async function openLog(path: string): Promise<Log> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > MAX_BYTES) await rename(path, `${path}.1`).catch(() => undefined);
  const stream = createWriteStream(path, { flags: 'a', mode: 0o600 });
  stream.on('error', () => undefined);
  const write =
    (level: string) =>
    (message: string, fields: Fields = {}) =>
      void stream.write(`${JSON.stringify({ at: new Date().toISOString(), level, message, ...fields })}\n`);
  return { info: write('info'), warn: write('warn'), error: write('error'), close: () => closed(stream) };
}

function closed(stream: WriteStream): Promise<void> {
  return new Promise((resolve) => stream.end(() => resolve()));
}
