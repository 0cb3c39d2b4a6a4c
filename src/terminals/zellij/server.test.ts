import { expect, test } from 'vitest';
import { serverSocket } from './server.ts';
import { contractDirs, defaultSocketDirs, isContractDir, speaksContract } from './sockets.ts';

test.each([
  [
    ['/usr/bin/zellij', '--server', '/run/user/1000/zellij/contract_version_1/a b'],
    '/run/user/1000/zellij/contract_version_1/a b',
  ],
  [['zellij', '--server', '/s', '--debug'], '/s'],
  [['zellij', 'attach', 'x'], null],
  [['zellij', '--server'], null],
  [['--server', '/s'], null],
  [['zellij', '--server', 'relative'], null],
  [[], null],
])('%j', (argv, path) => {
  expect(serverSocket(argv)).toBe(path);
});

test('socket directories by the rules of Zellij, and where a session without a login would miss them', () => {
  expect(defaultSocketDirs({}, 1000)).toEqual(['/run/user/1000/zellij', '/tmp/zellij-1000']);
  expect(defaultSocketDirs({ ZELLIJ_SOCKET_DIR: '/z', XDG_RUNTIME_DIR: '/run/user/1000', TMPDIR: '/t' }, 1000)).toEqual(
    ['/z', '/run/user/1000/zellij', '/t/zellij-1000', '/tmp/zellij-1000'],
  );
});

test('dialects by the name of the folder', async () => {
  const dirs = ['contract_version_1', 'contract_version_2', '0.43.1', 'zellij-log'].map((name) => `/z/${name}`);
  expect(dirs.map(isContractDir)).toEqual([true, true, false, false]);
  expect(dirs.map((dir) => speaksContract({ dir }))).toEqual([true, false, false, false]);
  await expect(contractDirs(['/nowhere'])).resolves.toEqual([]);
});
