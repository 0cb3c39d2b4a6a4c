import { once } from 'node:events';

let watched = false;

/** Writes to the terminal or the pipe as fast as it is read. A reader that has gone (`| head`) ends the program quietly. */
export async function print(text: string): Promise<void> {
  if (!watched) {
    watched = true;
    process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  }
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}
