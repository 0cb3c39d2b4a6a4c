import { useSyncExternalStore } from 'react';
import { useStored, writeStored } from '../../state/persisted.ts';

/** `unsupported`: this browser shows none, or not on a page like this one (only https and this machine's own address). */
export type NoticePermission = 'granted' | 'denied' | 'default' | 'unsupported';

/** Whether this browser may show notifications, current when a person changes it in the browser's settings. */
export function useNoticePermission(): NoticePermission {
  return useSyncExternalStore(followPermission, noticePermission);
}

export function noticePermission(): NoticePermission {
  return 'Notification' in window && isSecureContext ? Notification.permission : 'unsupported';
}

/** Opens the browser's question. Only ever called by a press. */
export async function askForNotices(): Promise<void> {
  await Notification.requestPermission();
  for (const listener of listeners) listener();
}

/** A person can switch them off for this browser though the browser would show them. */
export function useNoticesOff(): { off: boolean; setOff: (off: boolean) => void } {
  return { off: useStored('notices') === 'off', setOff: (off) => writeStored('notices', off ? 'off' : '') };
}

const listeners = new Set<() => void>();

function followPermission(listener: () => void): () => void {
  listeners.add(listener);
  let status: PermissionStatus | null = null;
  void navigator.permissions
    ?.query({ name: 'notifications' })
    .then((found) => {
      status = found;
      status.addEventListener('change', listener);
    })
    .catch(() => undefined);
  return () => {
    listeners.delete(listener);
    status?.removeEventListener('change', listener);
  };
}
