import { expect, test } from 'vitest';
import { isSynchronized, paneNumber, parsePanes, parseTabs, stateOf } from './listing.ts';

/** From Zellij 0.45.0, shortened. */
const pane = {
  id: 3,
  is_plugin: false,
  is_focused: true,
  title: 'claude',
  exited: false,
  exit_status: null,
  is_held: false,
  pane_x: 0,
  pane_content_x: 1,
  pane_y: 1,
  pane_content_y: 2,
  pane_content_rows: 46,
  pane_content_columns: 98,
  cursor_coordinates_in_pane: [3, 4],
  terminal_command: null,
  index_in_pane_group: {},
  tab_id: 7,
  tab_position: 0,
  tab_name: 'Tab #1',
  pane_command: 'claude',
  pane_cwd: '/tmp',
};
const parsed = (changes: object) => parsePanes(JSON.stringify([{ ...pane, ...changes }]));

test('panes of plugins are left out, fields of later versions do no harm', () => {
  expect(parsed({ is_plugin: true })).toEqual([]);
  expect(parsed({ new_field: [1] })).toMatchObject([{ id: 3, title: 'claude' }]);
});

test('a pane without what Zellij leaves out when it is slow', () => {
  expect(parsed({ pane_command: undefined, pane_cwd: undefined, cursor_coordinates_in_pane: null })).toHaveLength(1);
});

test.each([
  [{ is_held: false, exited: false }, 'running'],
  [{ is_held: true, exited: true }, 'held'],
  [{ is_held: true, exited: false }, 'held'],
  [{ is_held: false, exited: true }, 'dead'],
])('%o is %s', (changes, state) => {
  expect(parsed(changes).map(stateOf)).toEqual([state]);
});

test('a tab that is not listed counts as synchronized', () => {
  const answers = (tabs: string) => parsed({}).map((listed) => isSynchronized(listed, parseTabs(tabs)));
  expect(answers('[{"tab_id":7,"is_sync_panes_active":false}]')).toEqual([false]);
  expect(answers('[{"tab_id":7,"is_sync_panes_active":true}]')).toEqual([true]);
  expect(answers('[{"tab_id":1,"is_sync_panes_active":false}]')).toEqual([true]);
});

test.each(['', '{}', '[{"id":1}]', 'not json', '[{"id":-1}]'])('%j is an UpstreamError', (json) => {
  expect(() => parsePanes(json)).toThrow(expect.objectContaining({ fault: 'upstream', code: 'zellij_protocol' }));
});

test('only panes of programs have a number', () => {
  expect(['terminal_0', 'terminal_31'].map(paneNumber)).toEqual([0, 31]);
  expect(['plugin_0', '3', 'terminal_', 'terminal_-1', 'terminal_1x', ' terminal_1'].map(paneNumber)).toEqual(
    Array(6).fill(null),
  );
});
