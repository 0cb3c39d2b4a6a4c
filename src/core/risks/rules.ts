import { SHELLS, type Call } from './calls.ts';

/** A rule of what a program does that should be looked at twice. */
export interface CallRule {
  risk: string;
  when: (call: Call) => boolean;
}

const NETWORK = new Set(['curl', 'wget', 'fetch', 'http', 'https', 'aria2c']);
const INTERPRETERS = new Set([...SHELLS, 'source', '.', 'eval', 'python', 'python3', 'node', 'perl', 'ruby', 'php']);
const DISK_TOOLS =
  /^(?:mkfs(?:\..+)?|fdisk|sfdisk|parted|gdisk|wipefs|shred|mkswap|diskutil|cryptsetup|lvremove|vgremove|badblocks)$/;
const PUBLISHERS: Readonly<Record<string, readonly string[]>> = {
  npm: ['publish', 'unpublish', 'deprecate'],
  pnpm: ['publish'],
  yarn: ['publish', 'npm'],
  bun: ['publish'],
  cargo: ['publish', 'yank'],
  twine: ['upload'],
  poetry: ['publish'],
  uv: ['publish'],
  gem: ['push', 'yank'],
  docker: ['push'],
  podman: ['push'],
  vsce: ['publish'],
  gh: ['release'],
};
const INFRASTRUCTURE: Readonly<Record<string, readonly string[]>> = {
  terraform: ['apply', 'destroy', 'import'],
  tofu: ['apply', 'destroy'],
  kubectl: ['apply', 'delete', 'drain', 'scale', 'patch', 'replace', 'rollout'],
  helm: ['install', 'upgrade', 'uninstall', 'rollback'],
  pulumi: ['up', 'destroy'],
  systemctl: ['stop', 'restart', 'disable', 'mask', 'poweroff', 'reboot'],
  service: ['stop', 'restart'],
};
const BYPASS =
  /^--(?:dangerously-[\w-]+|allow-dangerously-[\w-]+|yolo|no-verify|no-sandbox|privileged|disable-sandbox)$/;
const WIPES_DATA = /\b(?:drop\s+(?:table|database|schema)|truncate\s+table|delete\s+from)\b/i;

export const CALL_RULES: readonly CallRule[] = [
  {
    risk: 'Deletes folders with everything in them',
    when: (call) =>
      (call.program === 'rm' && (has(call, 'r') || has(call, 'R') || has(call, '--recursive'))) ||
      (call.program === 'find' && has(call, '-delete')),
  },
  {
    risk: 'Runs as another user',
    when: ({ program, wrappers }) =>
      wrappers.some((name) => name === 'sudo' || name === 'doas') || /^(?:sudo|doas|su|pkexec)$/.test(program),
  },
  {
    risk: 'Runs what it downloads',
    when: ({ program, fedBy }) => INTERPRETERS.has(program) && fedBy.some((name) => NETWORK.has(name)),
  },
  {
    risk: 'Overwrites or deletes what others see in the remote repository',
    when: (call) =>
      isGit(call, 'push') &&
      (has(call, 'f') ||
        hasAny(call, /^--(?:force|force-with-lease(?:=.*)?|force-if-includes|mirror|delete|prune)$/) ||
        call.args.some(({ text }) => /^[+:]\S/.test(text))),
  },
  {
    risk: 'Rewrites the history of the repository',
    when: (call) =>
      isGit(call, 'rebase') ||
      isGit(call, 'filter-branch') ||
      isGit(call, 'filter-repo') ||
      (isGit(call, 'reflog') && hasAny(call, /^(?:expire|delete)$/)) ||
      (isGit(call, 'update-ref') && has(call, '-d')),
  },
  {
    risk: 'Throws away changes that are not committed',
    when: (call) =>
      (isGit(call, 'reset') && has(call, '--hard')) ||
      (isGit(call, 'clean') && (has(call, 'f') || has(call, '--force'))) ||
      (isGit(call, 'checkout') && (hasAny(call, /^(?:--|\.)$/) || has(call, 'f') || has(call, '--force'))) ||
      (isGit(call, 'restore') && !has(call, '--staged')) ||
      (isGit(call, 'stash') && hasAny(call, /^(?:drop|clear)$/)) ||
      (isGit(call, 'branch') && (has(call, 'D') || has(call, '--delete'))),
  },
  {
    risk: 'Changes who may read or run files',
    when: (call) =>
      call.program === 'chown' ||
      call.program === 'chgrp' ||
      (call.program === 'chmod' &&
        (has(call, 'R') || hasAny(call, /^(?:0?777|0?666|[ao]*\+[rx]*w[rx]*|[ugoa]*\+[rwx]*s)$/))),
  },
  {
    risk: 'Writes to a disk or a partition itself',
    when: ({ program, args, writesTo }) =>
      DISK_TOOLS.test(program) ||
      (program === 'dd' && args.some(({ text }) => text.startsWith('of=/dev/') && text !== 'of=/dev/null')) ||
      writesTo.some((path) => /^\/dev\/(?:sd|nvme|hd|vd|disk|mapper\/)/.test(path)),
  },
  { risk: 'Publishes to others', when: (call) => isOneOf(call, PUBLISHERS) },
  { risk: 'Changes services or infrastructure that run', when: (call) => isOneOf(call, INFRASTRUCTURE) },
  {
    risk: 'Stops processes',
    when: ({ program, args }) =>
      /^(?:pkill|killall|shutdown|reboot|poweroff|halt)$/.test(program) ||
      (program === 'kill' && !args.some(({ text }) => text === '-0' || text === '-l')),
  },
  { risk: 'Sends data over the network', when: sendsData },
  {
    risk: 'Shows environment variables, and with them tokens',
    when: ({ program, args }) =>
      ((program === 'env' || program === 'printenv' || program === 'set') && args.length === 0) ||
      (program === 'export' && args.some(({ text }) => text === '-p')) ||
      args.some(({ text }) => /^\/proc\/[\w*]+\/environ$/.test(text)),
  },
  {
    risk: 'Turns a safety check off',
    when: ({ args }) => args.some(({ text, quoted }) => !quoted && BYPASS.test(text)),
  },
  {
    risk: 'Deletes data in a database',
    when: ({ program, args }) =>
      /^(?:psql|mysql|mariadb|sqlite3|duckdb)$/.test(program) && args.some(({ text }) => WIPES_DATA.test(text)),
  },
];

/** A flag by its letter (`-rf` holds `r`) or by its whole name. What is quoted or comes after `--` is none. */
function has({ args }: Call, flag: string): boolean {
  const end = args.findIndex(({ text }) => text === '--');
  const flags = (end === -1 ? args : args.slice(0, end)).filter(({ quoted }) => !quoted).map(({ text }) => text);
  return flag.length === 1
    ? flags.some((text) => /^-[A-Za-z]+$/.test(text) && text.includes(flag))
    : flags.includes(flag);
}

function hasAny({ args }: Call, pattern: RegExp): boolean {
  return args.some(({ text, quoted }) => !quoted && pattern.test(text));
}

/** git's own options may come before the name of the command. */
function isGit({ program, args }: Call, command: string): boolean {
  if (program !== 'git') return false;
  let at = 0;
  for (let text = args[at]?.text; text?.startsWith('-') === true; text = args[at]?.text) {
    at += text === '-C' || text === '-c' ? 2 : 1;
  }
  return args[at]?.text === command;
}

function isOneOf({ program, args }: Call, table: Readonly<Record<string, readonly string[]>>): boolean {
  const commands = Object.hasOwn(table, program) ? (table[program] ?? []) : [];
  const words = args.filter(({ text }) => !text.startsWith('-')).map(({ text }) => text);
  return commands.some((command) => words[0] === command || (program === 'service' && words[1] === command));
}

function sendsData(call: Call): boolean {
  const { program, args } = call;
  switch (program) {
    case 'curl':
      return args.some(({ text }) =>
        /^(?:-[a-zA-Z]*[dFT]|-[dFT].+|--(?:data|form|upload-file|json)(?:[-=].*)?)$/.test(text),
      );
    case 'wget':
      return args.some(({ text }) => /^--(?:post|body)-(?:data|file)/.test(text));
    case 'scp':
    case 'rsync':
      return args.some(({ text }) => /^[\w.@-]+:/.test(text) && !/^[a-z]:/i.test(text.slice(0, 2)));
    case 'nc':
    case 'ncat':
    case 'socat':
    case 'sftp':
    case 'ftp':
      return true;
    default:
      return false;
  }
}
