import { describe, expect, it } from 'vitest';
import { parseProcStat } from './proc-stat.ts';

const tail = '0 0 0 0 0 0 0 0 0 20 0 1 0 192268 3133440 381';

describe('parseProcStat', () => {
  it('reads a line whose name holds blanks and brackets', () => {
    expect(parseProcStat(`42 (a) S 1 (x)) S 7 42 40 34819 42 ${tail}`)).toEqual({
      pid: 42,
      ppid: 7,
      startTime: '192268',
      tty: '/dev/pts/3',
      pgrp: 42,
      tpgid: 42,
      comm: 'a) S 1 (x)',
    });
  });

  it.each([
    [34816, '/dev/pts/0'],
    [35071, '/dev/pts/255'],
    [35072, '/dev/pts/256'],
    [1025, '/dev/tty1'],
    [1088, '/dev/ttyS0'],
    [0, null],
  ])('reads terminal %i as %s', (device, tty) => {
    expect(parseProcStat(`1 (x) S 0 1 1 ${device} -1 ${tail}`)?.tty).toBe(tty);
  });

  it('knows large device numbers of the kernel encoding', () => {
    expect(parseProcStat(`1 (x) S 0 1 1 ${(136 << 8) | (1 << 20)} -1 ${tail}`)?.tty).toBe('/dev/pts/256');
  });

  it.each(['', 'nonsense', '1 (x', '1 (x) S 0', `1 (x) Z 0 1 1 0 -1 ${tail}`, `q (x) S 0 1 1 0 -1 ${tail}`])(
    'refuses %j',
    (line) => {
      expect(parseProcStat(line)).toBeNull();
    },
  );
});
