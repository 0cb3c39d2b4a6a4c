import type { Talk } from './talk.ts';

/**
 * Brings a pane to the front where people look at its session. Each of them has a tab and a pane of their own in front:
 * when one of them shows it already nothing is done, else only the one typed in last is moved. Types nothing.
 */
export async function revealPane({
  talk,
  pane,
  session,
}: {
  talk: Talk;
  pane: number;
  session: string;
}): Promise<{ shown: boolean; note: string }> {
  if (!(await talk.panes()).some(({ id }) => id === pane))
    return { shown: false, note: 'The pane is not there any more.' };
  const clients = await talk.clients();
  const [first] = clients;
  if (first === undefined) {
    return {
      shown: false,
      note: `No terminal shows the Zellij session ${session}. Attach with: zellij attach '${session.replaceAll("'", "'\\''")}'`,
    };
  }
  const inFront = { shown: true, note: `It is in front now in the Zellij session ${session}.` };
  if (clients.some((client) => client.pane === pane)) return inFront;
  const asked = await talk.focus(pane);
  // When nobody has typed since they attached, Zellij knows no client that was active last, and does nothing.
  const after = asked.some((client) => client.pane === pane) ? asked : await talk.focus(pane, first.id);
  return after.some((client) => client.pane === pane)
    ? inFront
    : { shown: false, note: `Zellij did not bring the pane to the front in the session ${session}.` };
}
