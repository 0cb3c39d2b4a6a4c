/** Where things are temporary anyway, or nowhere. */
const HARMLESS = /^(?:\/tmp|\/var\/tmp|\/private\/tmp)(?:\/|$)|^\/dev\/(?:null|stdout|stderr|tty|fd\/\d+)$/;

/** Keys, tokens and passwords, by the names they usually have. */
const SECRET =
  /(?:^|\/)(?:\.ssh(?:\/|$)|id_(?:rsa|ed25519|ecdsa|dsa)$|\.gnupg(?:\/|$)|\.netrc$|\.env(?:\.(?!example$|sample$|template$)[\w-]+)?$|\.aws\/|\.kube\/config$|\.docker\/config\.json$|\.npmrc$|\.pypirc$|\.git-credentials$|\.pgpass$|credentials\.json$|shadow$)|\.(?:pem|p12|pfx|keystore)$/;

/** What is run or read by itself later: at login, by git, by cron. */
const STARTUP =
  /(?:^|\/)\.(?:bashrc|bash_profile|bash_login|profile|zshrc|zshenv|zprofile|gitconfig|tmux\.conf|vimrc)$|(?:^|\/)\.git\/(?:hooks\/|config$)|^(?:~|\$HOME|\/home\/[^/]+|\/Users\/[^/]+|\/root)\/\.config\/|^\/etc\/|(?:^|\/)authorized_keys$/;

export function isSecret(path: string): boolean {
  return SECRET.test(path);
}

export function isStartup(path: string): boolean {
  return STARTUP.test(path);
}

/** Outside the project, and not in a folder for temporary files. False where that cannot be known. */
export function isOutside(path: string, { cwd, project }: { cwd: string; project: string }): boolean {
  if (/^(?:~|\$\{?HOME\}?)(?:\/|$)/.test(path)) return true;
  if (/[$*?`]/.test(path.charAt(0)) || path === '' || project === '') return false;
  const whole = resolved(path.startsWith('/') ? path : `${cwd === '' ? project : cwd}/${path}`);
  if (HARMLESS.test(whole)) return false;
  const root = resolved(project);
  return whole !== root && !whole.startsWith(root === '/' ? '/' : `${root}/`);
}

/** Without `.` and `..`. */
function resolved(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
