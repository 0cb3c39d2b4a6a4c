import { randomBytes } from 'node:crypto';
import type { PaneRef } from '../../ports/terminal.ts';
import { failureOf } from './errors.ts';
import { isPaneId } from './panes.ts';
import type { TmuxReply, TmuxServer } from './server.ts';
import { isAtLeast, parseVersion } from './version.ts';

export interface Revealed {
  shown: boolean;
  note: string;
}

/** One session that shows the pane. */
interface Place {
  epoch: string;
  session: string;
  name: string;
  window: string;
  version: string;
}

interface Client {
  name: string;
  session: string;
}

/** From here on `select-pane` can leave a window zoomed. */
const keepZoomVersion = { major: 3, minor: 1 };

const gone = { shown: false, note: 'The pane is not there any more.' };

/**
 * Selects the pane's window and the pane. Clients that show its session follow by themselves; a client of another
 * session is switched only when it is the only one there is. Types nothing. FORMAT.md, "Revealing".
 */
export async function revealPane(server: TmuxServer, ref: PaneRef): Promise<Revealed> {
  if (!isPaneId(ref.pane)) return gone;
  const { places, clients } = await look(server, ref.pane);
  const here = places.filter(({ epoch }) => epoch === ref.epoch);
  const watched = here.filter(({ session }) => clients.some((client) => client.session === session));
  const place = watched.find(({ session }) => session === ref.session) ?? watched[0] ?? ownPlace(here, ref);
  if (place === undefined) return gone;
  const [client, ...others] = clients;
  const switched = watched.length === 0 && others.length === 0 ? client : undefined;
  const reply = await select({ server, ref, place, client: switched });
  if (!reply) return gone;
  if (switched !== undefined)
    return { shown: true, note: `The only tmux client was switched to the session ${place.name}.` };
  if (watched.length > 0) return { shown: true, note: `It is in front now in the tmux session ${place.name}.` };
  const attach = `tmux -S ${quoted(server.socket)} attach -t ${quoted(`=${place.name}`)}`;
  return {
    shown: false,
    note:
      client === undefined
        ? `No terminal shows the tmux session ${place.name}. Attach with: ${attach}`
        : `Several tmux clients show other sessions, so none was switched. In one of them: tmux switch-client -t ${quoted(`=${place.name}`)}`,
  };
}

function ownPlace(places: readonly Place[], ref: PaneRef): Place | undefined {
  return places.find(({ session }) => session === ref.session) ?? places[0];
}

async function look(server: TmuxServer, pane: string): Promise<{ places: Place[]; clients: Client[] }> {
  const mark = randomBytes(6).toString('hex');
  const row = (kind: string, fields: readonly string[]): string =>
    [`${mark}${kind}`, ...fields.map((field) => `#{${field}}`)].join('\t');
  const reply = await server.call([
    'list-panes',
    '-a',
    '-F',
    row('pane', ['pane_id', 'pid', 'start_time', 'session_id', 'window_id', 'version', 'session_name']),
    ';',
    'list-clients',
    '-F',
    row('client', ['client_control_mode', 'session_id', 'client_name']),
  ]);
  if (reply.outcome === 'gone') return { places: [], clients: [] };
  if (reply.outcome !== 'ok') throw failureOf(reply);
  const rows = reply.lines.map((line) => line.split('\t'));
  const places = rows.flatMap(([kind, id, pid, startTime, session = '', window = '', version = '', name = '']) =>
    kind === `${mark}pane` && id === pane ? [{ epoch: `${pid}:${startTime}`, session, window, version, name }] : [],
  );
  const clients = rows.flatMap(([kind, control, session = '', name = '']) =>
    kind === `${mark}client` && control === '0' ? [{ session, name }] : [],
  );
  return { places, clients };
}

/** Looked at and done in one turn of the server; false: the pane went meanwhile. */
async function select({
  server,
  ref,
  place,
  client,
}: {
  server: TmuxServer;
  ref: PaneRef;
  place: Place;
  client: Client | undefined;
}): Promise<boolean> {
  const [pid, startTime = ''] = ref.epoch.split(':');
  const same = `#{&&:#{==:#{pid},${pid}},#{&&:#{==:#{start_time},${startTime}},#{==:#{window_id},${place.window}}}}`;
  const version = parseVersion(place.version);
  const keepZoom = version !== null && isAtLeast(version, keepZoomVersion) ? '-Z ' : '';
  const commands = [
    `select-window -t '${place.session}:${place.window}'`,
    `select-pane ${keepZoom}-t ${ref.pane}`,
    // -E: the session keeps its environment.
    ...(client === undefined ? [] : [`switch-client -E -c ${quoted(client.name)} -t '${place.session}'`]),
    'display-message -p done',
  ];
  const reply: TmuxReply = await server.call(['if-shell', '-F', '-t', ref.pane, same, commands.join(' ; ')]);
  if (reply.outcome === 'ok') return reply.lines.includes('done');
  if (reply.outcome === 'gone' || (reply.outcome === 'error' && reply.message.includes("can't find"))) return false;
  throw failureOf(reply);
}

/** As a shell reads it, and tmux. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
