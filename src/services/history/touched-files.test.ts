import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HistoryRig } from '../../../test/helpers/history-rig.ts';
import { makeDetail } from '../../../test/helpers/make-history.ts';
import { plainFormat, plainLines, said } from '../../../test/helpers/plain-format.ts';
import type { FileChange } from '../../contract/conversation.ts';
import { createPageReader } from '../../ingest/page-reader.ts';
import { fileRecords } from '../../ingest/transcript-records.ts';
import { FileEdits } from './file-edits.ts';

let rig: HistoryRig;
beforeEach(() => {
  rig = new HistoryRig();
});
afterEach(() => rig.dispose());

const KEY = 'claude:s1';
const edit = (callId: string, at: number, ...files: FileChange[]) =>
  said.call(callId, 'Edit', '', { at, view: { type: 'edit', files } });
const update = (path: string, before: string, after: string): FileChange => ({ path, change: 'update', before, after });

function put(...items: Readonly<Record<string, unknown>>[]): string {
  const path = rig.write('main.jsonl', plainLines(...items));
  rig.index.put(makeDetail({ id: 's1', project: { name: 'x', dir: '/home/mara/x' } }), { path });
  return path;
}

describe('the files a session touched', () => {
  it('are those its records say it wrote, with lines that came and went, the newest first', async () => {
    put(
      said.prompt('go'),
      edit('1', 10, update('/home/mara/x/a.ts', 'one\n', 'one\ntwo\n')),
      said.result('1', 'ok'),
      edit('2', 20, { path: 'new.ts', change: 'add', after: 'x\ny\n' }, update('/etc/b', 'b', 'B')),
      said.result('2', 'ok'),
      edit('3', 30, update('/home/mara/x/a.ts', 'two', '2')),
      said.result('3', 'ok'),
    );
    const { files, complete } = await rig.history.touchedFiles(KEY);
    expect(complete).toBe(true);
    expect(files).toMatchObject([
      { path: '/home/mara/x/a.ts', edits: 2, added: 2, removed: 1, created: false, lastAt: 30 },
      { path: '/home/mara/x/new.ts', edits: 1, added: 2, removed: 0, created: true, lastAt: 20 },
      { path: '/etc/b', edits: 1, added: 1, removed: 1 },
    ]);
    const page = await rig.history.conversation(KEY, { around: files[0]?.offset, limit: 1 });
    expect(page.items.map((item) => item.kind === 'tool_call' && item.callId)).toContain('3');
  });

  it('are not those that failed, were denied, or are still to be decided', async () => {
    put(
      edit('1', 1, update('/failed', 'a', 'b')),
      said.result('1', 'no such text', { ok: false }),
      edit('2', 2, update('/waits', 'a', 'b')),
    );
    expect(await rig.history.touchedFiles(KEY)).toEqual({ files: [], complete: true });
  });

  it('do not claim what no record tells', async () => {
    put(edit('1', 1, { path: '/w', change: 'update', after: 'a\nb' }), said.result('1', 'ok'));
    const { files } = await rig.history.touchedFiles(KEY);
    expect(files).toMatchObject([{ added: 2, removed: null, created: false }]);
  });

  it('are those of its subagents, too, who did it last', async () => {
    put(edit('1', 10, update('/a', '1', '2')), said.result('1', 'ok'));
    rig.index.put(
      makeDetail({ id: 's1', project: { name: 'x', dir: '/home/mara/x' }, subagents: [{ agentId: 'a1' }] }),
      { path: join(rig.folder, 'main.jsonl') },
    );
    const sub = plainLines(edit('1', 20, update('/a', '2', '3'), update('/b', '', 'x')), said.result('1', 'ok'));
    rig.index.putFile(KEY, { path: rig.write('a1.jsonl', sub), agentId: 'a1' });
    const { files } = await rig.history.touchedFiles(KEY);
    expect(files).toMatchObject([
      { path: '/a', edits: 2, agentId: 'a1', lastAt: 20 },
      { path: '/b', edits: 1, agentId: 'a1' },
    ]);
  });

  it('grow with the conversation: an edit counts when its result is there', async () => {
    const path = put(said.prompt('go'), edit('1', 1, update('/a', '1', '2')));
    expect((await rig.history.touchedFiles(KEY)).files).toEqual([]);
    appendFileSync(
      path,
      plainLines(said.result('1', 'ok'), edit('2', 2, update('/b', '1', '2')), said.result('2', 'ok')),
    );
    expect((await rig.history.touchedFiles(KEY)).files.map((file) => file.path)).toEqual(['/b', '/a']);
    put(edit('9', 9, update('/anew', '1', '2')), said.result('9', 'ok'));
    expect((await rig.history.touchedFiles(KEY)).files.map((file) => file.path)).toEqual(['/anew']);
  });

  it('of a session nobody knows are refused', async () => {
    await expect(rig.history.touchedFiles('claude:nobody')).rejects.toMatchObject({ code: 'session_unknown' });
  });
});

describe('looking for edits', () => {
  const records = (path: string) =>
    fileRecords({ pages: createPageReader({ blockBytes: 300 }), path, format: plainFormat, for: 'page' });
  const done = (name: string, at: number) => [edit(name, at, update(`/${name}`, '1', '2')), said.result(name, 'ok')];

  it('ends when the time is up, says so, and goes on from there', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `f${index}`);
    const path = rig.write('long.jsonl', plainLines(...names.flatMap((name, index) => done(name, index))));
    const edits = new FileEdits();
    const rounds: number[] = [];
    while (!edits.isComplete) {
      let left = 17;
      await edits.readOn(records(path), () => (left -= 1) <= 0);
      rounds.push(edits.edits.length);
    }
    expect(rounds.length).toBeGreaterThan(2);
    expect(rounds[0]).toBeLessThan(10);
    expect(edits.edits.map((one) => one.path)).toEqual(names.toReversed().map((name) => `/${name}`));
    appendFileSync(path, plainLines(...done('late', 99)));
    await edits.readOn(records(path), () => false);
    expect(edits.edits.slice(0, 2).map((one) => one.path)).toEqual(['/late', '/f29']);
    expect(edits.edits).toHaveLength(31);
  });
});
