import { create } from 'zustand';

export interface Toast {
  id: string;
  text: string;
  tone: 'plain' | 'good' | 'bad';
  /** A way back or on, e.g. undo. */
  action?: { label: string; run: () => void };
}

/** What is told at the window's foot for some seconds. Drawn by `ui/toaster.tsx`. */
export const useToasts = create<{ toasts: readonly Toast[] }>(() => ({ toasts: [] }));

let made = 0;

/** Tells something in passing; never the only place where something important is said. Returns its id. */
export function toast(text: string, { tone = 'plain', action }: Partial<Pick<Toast, 'tone' | 'action'>> = {}): string {
  const id = `t${(made += 1)}`;
  const added: Toast = { id, text, tone, ...(action === undefined ? {} : { action }) };
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, added] }));
  return id;
}

export function dropToast(id: string): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((one) => one.id !== id) }));
}
