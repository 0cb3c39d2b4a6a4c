import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Command } from '../contract/command.ts';
import { SessionKey } from '../contract/session.ts';
import type { NewAuditEntry } from '../ports/state-store.ts';
import { loadDriver } from './driver.ts';
import { type OpenStateStore, openStateStore } from './state-store.ts';

const NOW = 1_800_000_000_000;
const sessionKey = SessionKey.parse('claude:s1');

let dataDir: string;
let store: OpenStateStore;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'amc-audit-'));
  store = await open();
});
afterEach(() => {
  store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const open = (): Promise<OpenStateStore> => openStateStore({ dataDir, clock: () => NOW, onProblem: () => {} });

function line(commandId: string, fields: Partial<NewAuditEntry> = {}): NewAuditEntry {
  return { at: NOW, commandId, sessionKey, what: 'prompt: go', state: 'queued', ...fields };
}

const command: Command = {
  id: 'c1',
  sessionKey,
  action: { type: 'prompt', text: 'go' },
  createdAt: NOW,
  delivery: { state: 'queued', steps: [{ state: 'queued', at: NOW }] },
};

describe('the audit log', () => {
  it('gives back whole lines, newest first, page by page, also after a restart', async () => {
    const full = line('c1', {
      sessionTitle: 'A title',
      actor: { by: 'page', address: '127.0.0.1', client: 'Firefox' },
      state: 'confirmed',
      via: 'tmux',
      note: 'typed',
      reason: { code: 'x', message: 'y' },
      evidence: { source: 'hook', at: NOW, detail: 'recorded' },
    });
    store.addAudit([line('c0'), full]);
    store.addAudit([line('c2')]);
    store.close();
    store = await open();
    const first = store.audit({ limit: 2 });
    expect(first).toEqual({
      entries: [
        { ...line('c2'), seq: 3 },
        { ...full, seq: 2 },
      ],
      next: 2,
    });
    expect(store.audit({ limit: 2, before: first.next })).toEqual({ entries: [{ ...line('c0'), seq: 1 }] });
  });

  it('of one session, of one command, of both', () => {
    const other = SessionKey.parse('codex:s2');
    store.addAudit([line('a'), line('b', { sessionKey: other }), line('a', { state: 'accepted' })]);
    expect(store.audit({ limit: 9, session: other }).entries.map(({ seq }) => seq)).toEqual([2]);
    expect(store.audit({ limit: 9, command: 'a' }).entries.map(({ seq }) => seq)).toEqual([3, 1]);
    expect(store.audit({ limit: 9, command: 'a', session: other }).entries).toEqual([]);
    expect(store.audit({ limit: 1, command: 'a' }).next).toBe(3);
  });

  it('is written together with its command, or not at all', () => {
    store.saveCommand(command, 'a-key', [line('c1')]);
    expect(store.audit({ limit: 9 }).entries).toHaveLength(1);
    expect(() => store.saveCommand({ ...command, id: 'c2' }, 'a-key', [line('c2')])).toThrow(/idempotency_key/);
    expect(store.audit({ limit: 9 }).entries).toHaveLength(1);
    expect(store.recentCommands(9)).toHaveLength(1);
  });

  it.each([
    "UPDATE audit SET body = '{}'",
    'DELETE FROM audit',
    "INSERT OR REPLACE INTO audit (seq, at, command_id, session_key, body) VALUES (1, 0, '', '', '{}')",
  ])('nobody changes it: %s', async (sql) => {
    store.addAudit([line('c1')]);
    store.close();
    const database = (await loadDriver())(join(dataDir, 'state.db'));
    expect(() => database.exec(sql)).toThrow(/only ever added/);
    database.close();
    store = await open();
    expect(store.audit({ limit: 9 }).entries).toEqual([{ ...line('c1'), seq: 1 }]);
  });
});
