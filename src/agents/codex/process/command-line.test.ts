import { expect, it } from 'vitest';
import { roleOf } from './command-line.ts';

const ID = '01a2022a-10b6-7bc1-82a4-b314b5d009b8';
const TUI = { role: 'tui', resumes: null, cd: null };

it.each([
  [[], TUI],
  [['fix the bug'], TUI],
  [['--no-daemon'], TUI],
  [['-m', 'exec', 'hello'], TUI],
  [['--model=exec'], TUI],
  [['-c', 'model="o3"', '-a', 'never'], TUI],
  [['--', 'exec'], { role: 'other' }],
  [['-C', '../there'], { ...TUI, cd: '../there' }],
  [['--cd=/there', 'prompt'], { ...TUI, cd: '/there' }],
  [['resume', ID], { ...TUI, resumes: ID }],
  [['resume', '--last'], TUI],
  [['resume', ID.toUpperCase(), 'and go on'], { ...TUI, resumes: ID }],
  [['fork', ID], TUI],
  [['exec', 'do it'], { role: 'other' }],
  [['-m', 'gpt', 'e', 'do it'], { role: 'other' }],
  [['--remote', 'ws://host:1'], { role: 'other' }],
  [['--version'], { role: 'other' }],
  [['agents'], { role: 'other' }],
  [['app-server', '--listen', 'unix://', '--managed-daemon'], { role: 'server' }],
  [['app-server', 'daemon', 'pid-update-loop'], { role: 'server' }],
])('%j', (args, role) => expect(roleOf(args)).toEqual(role));
