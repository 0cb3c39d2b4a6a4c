import 'sonner/dist/styles.css';
import '../styles/toasts.css';
import { useEffect, useRef, type ReactNode } from 'react';
import { toast as sonner, Toaster as Stack } from 'sonner';
import { t } from '../i18n/t.ts';
import { dropToast, useToasts, type Toast } from '../state/toasts.ts';
import { Clean } from './clean.tsx';
import { IconButton } from './icon-button.tsx';
import { Shape } from './shape.tsx';
import { NARROW, useMedia } from './use-media.ts';

/** Long enough to be read; longer where something can be taken back. A hand or the focus on them stops the clock. */
const SHOWN_MS = 6_000;
const SHOWN_WITH_ACTION_MS = 10_000;

/** What is told in passing, over the window's foot; on a phone under its header, where no button of the page is. */
export function Toaster(): ReactNode {
  const narrow = useMedia(NARROW);
  useShown();
  return (
    <Stack
      position={narrow ? 'top-center' : 'bottom-left'}
      offset={{ bottom: 40, left: 20 }}
      mobileOffset={{ top: 56, left: 12, right: 12 }}
      gap={8}
      visibleToasts={4}
      expand
      containerAriaLabel={t('toast.label')}
    />
  );
}

/** Keeps what is drawn as the store says. */
function useShown(): void {
  const toasts = useToasts((state) => state.toasts);
  const shown = useRef(new Set<string>());
  useEffect(() => {
    for (const one of toasts) {
      if (shown.current.has(one.id)) continue;
      shown.current.add(one.id);
      sonner.custom(() => <ToastCard toast={one} />, {
        id: one.id,
        duration: one.action === undefined ? SHOWN_MS : SHOWN_WITH_ACTION_MS,
        onAutoClose: () => dropToast(one.id),
        onDismiss: () => dropToast(one.id),
      });
    }
    const told = new Set(toasts.map(({ id }) => id));
    for (const id of shown.current) {
      if (told.has(id)) continue;
      shown.current.delete(id);
      sonner.dismiss(id);
    }
  }, [toasts]);
}

function ToastCard({ toast: { id, text, tone, action } }: { toast: Toast }): ReactNode {
  return (
    <div
      role="status"
      data-toast={tone}
      className="flex min-h-11 w-[min(400px,calc(100vw-24px))] items-center gap-2.5 rounded-m border border-line-2 bg-float py-1.5 pr-1.5 pl-3.5 text-13 text-ink shadow-float"
    >
      {tone === 'plain' ? null : (
        <Shape name={tone === 'bad' ? 'cross' : 'check'} tone={tone === 'bad' ? 'bad' : 'works'} size={12} />
      )}
      <p className="line-clamp-3 min-w-0 flex-1 break-words">
        <Clean text={text} />
      </p>
      {action === undefined ? null : (
        <button
          type="button"
          className="min-h-8 shrink-0 rounded-s px-2 font-semibold underline underline-offset-2 hover:bg-paper-3 pointer-coarse:min-h-11"
          onClick={() => {
            dropToast(id);
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <IconButton label={t('toast.close')} onClick={() => dropToast(id)}>
        <path d="M4 4l8 8M12 4l-8 8" strokeWidth="1.6" strokeLinecap="round" />
      </IconButton>
    </div>
  );
}
