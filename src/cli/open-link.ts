import { openLink } from '../platform/browser.ts';
import { dataDir } from '../platform/paths.ts';
import { connect } from './server-file.ts';

/** Opens a one-time link to the running AMC; prints it where no browser can be opened. */
export async function openInBrowser(): Promise<void> {
  const { client } = connect();
  const { url } = await client.call('mintCode', { body: {} });
  const opened = await openLink({ url, dir: dataDir(process.env), env: process.env });
  process.stdout.write(
    opened ? 'Opened in your browser.\n' : `Open this link within a minute (it works once):\n  ${url}\n`,
  );
}
