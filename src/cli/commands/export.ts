import { randomUUID } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { EnvironmentError, UserError } from '../../contract/errors.ts';
import { findSession } from '../find-session.ts';
import { print } from '../print.ts';
import { connect } from '../server-file.ts';

const FORMATS = { md: 'markdown', html: 'html', json: 'json' } as const;

interface ExportOptions {
  format: keyof typeof FORMATS;
  output?: string;
  force?: boolean;
}

export function exportCommand(): Command {
  return new Command('export')
    .description('a whole conversation, with those of its subagents, as a file')
    .argument('<session...>', 'its key, the beginning of its id, or words of its title')
    .addOption(new Option('-f, --format <format>', 'as what').choices(Object.keys(FORMATS)).default('md'))
    .option('-o, --output <file>', 'a file, or a folder to put it into; without it, the terminal')
    .option('--force', 'write over a file that is there')
    .addHelpText(
      'after',
      '\nEverything is exported as it was written: passwords, keys and other secrets in the conversation\nare not taken out. Look at it before you give it to anybody.',
    )
    .action(exportConversation);
}

async function exportConversation(words: string[], { format, output, force = false }: ExportOptions): Promise<void> {
  const { client } = connect();
  const { key } = await findSession(client, words.join(' '));
  const download = await client.download('exportSession', { params: { key }, query: { format: FORMATS[format] } });
  if (output === undefined) {
    const decoder = new TextDecoder();
    for await (const bytes of download.bytes) await print(decoder.decode(bytes, { stream: true }));
    return;
  }
  const path = (await isFolder(output)) ? join(output, download.name ?? `conversation.${format}`) : output;
  await (force ? replaceFile(path, download.bytes) : newFile(path, download.bytes));
  process.stderr.write(`Written: ${path}\n`);
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() === true;
}

/** Fails when there is a file already; half a file is not left. */
async function newFile(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    throw cannotWrite(path, error);
  });
  let done = false;
  try {
    for await (const part of bytes) await file.writeFile(part);
    done = true;
  } finally {
    await file.close();
    if (!done) await rm(path, { force: true });
  }
}

/** The old file stays until the new one is whole. */
async function replaceFile(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const beside = `${path}.${randomUUID().slice(0, 8)}.part`;
  await newFile(beside, bytes);
  await rename(beside, path).catch(async (error: unknown) => {
    await rm(beside, { force: true });
    throw cannotWrite(path, error);
  });
}

function cannotWrite(path: string, error: unknown): UserError | EnvironmentError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
  return code === 'EEXIST'
    ? new UserError({
        code: 'file_exists',
        message: `${path} is there already.`,
        next: 'Choose another name, or add --force to write over it.',
      })
    : new EnvironmentError({
        code: 'file_not_written',
        message: `${path} cannot be written (${code}).`,
        next: 'Choose another place.',
        cause: error,
      });
}
