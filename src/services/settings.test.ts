import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../contract/errors.ts';
import type { Settings } from '../contract/settings.ts';
import { DEFAULT_SETTINGS } from '../core/notify/default-settings.ts';
import { openStateStore, type OpenStateStore } from '../store/state-store.ts';
import { StoredSettings } from './settings.ts';

let dataDir: string;
let store: OpenStateStore;
let published: Settings[];

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'amc-settings-'));
  published = [];
  store = await open();
});
afterEach(() => {
  store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

function open(): Promise<OpenStateStore> {
  return openStateStore({ dataDir, clock: () => 1, onProblem: () => {} });
}

async function restart(): Promise<StoredSettings> {
  store.close();
  store = await open();
  return book();
}

function book(): StoredSettings {
  return new StoredSettings({
    clock: () => 1,
    store,
    publish: (settings) => void published.push(settings),
    test: async () => ({ ok: true, detail: '' }),
  });
}

const target = { id: 't1', name: 'Phone', type: 'ntfy', url: 'https://ntfy.example/topic' } as const;
const rule = DEFAULT_SETTINGS.notifications.rules[0]!;
const own: Settings = {
  notifications: { rules: [{ ...rule, to: ['t1'] }], targets: [target] },
  views: [{ id: 'v', name: 'Mine', search: '?agent=codex' }],
};

describe('settings', () => {
  it('are the defaults at first, and rest quietly on this machine', () => {
    expect(book().get()).toEqual(DEFAULT_SETTINGS);
    expect(book().health()).toEqual([]);
    expect(DEFAULT_SETTINGS.notifications.rules.flatMap(({ to }) => to)).not.toContain('sound');
  });

  it('are kept over a restart, and every window is told', async () => {
    expect(book().save(own)).toEqual(own);
    expect(published).toEqual([own]);
    expect((await restart()).get()).toEqual(own);
  });

  it.each([
    ['is cut off', '{"notifications":'],
    ['is of another shape', '{"notifications":{"rules":[{"id":"r"}],"targets":[]},"views":[]}'],
  ])('that %s give way to the defaults, say so, and are kept', async (_what, text) => {
    store.setSetting('settings', text);
    const found = await restart();
    expect(found.get()).toEqual(DEFAULT_SETTINGS);
    expect(found.health()).toMatchObject([{ name: 'settings', state: 'degraded' }]);
    expect(store.setting('settings')).toBe(text);
    found.save(own);
    expect(found.health()).toEqual([]);
    const later = await restart();
    expect(later.get()).toEqual(own);
    expect(store.setting('settings that could not be read')).toBe(text);
  });

  it.each([
    ['a rule that tells a target that is not there', { rules: [{ ...rule, to: ['t2'] }] }],
    ['two rules of one id', { rules: [rule, rule] }],
    ['two targets of one name', { targets: [target, { ...target, id: 't2', name: 'Phone ' }] }],
    ['a target that is called as the browser is', { targets: [{ ...target, id: 'browser' }] }],
  ])('refuse %s, and stay as they were', async (_what, change) => {
    const settings = book();
    settings.save(own);
    expect(() => settings.save({ ...own, notifications: { ...own.notifications, ...change } })).toThrow(UserError);
    expect(settings.get()).toEqual(own);
    expect((await restart()).get()).toEqual(own);
    expect(published).toHaveLength(1);
  });
});
