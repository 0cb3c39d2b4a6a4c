import { useEffect, useState, type ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import { useApp } from '../../state/store.ts';
import { Command, InCheckout } from '../../ui/command.tsx';

const PATIENCE_MS = 800;

/** Before the first word of the server: nothing for a moment, then that nobody answers. */
export function NotReached(): ReactNode {
  const phase = useApp((state) => state.connection.phase);
  const [patient, setPatient] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => setPatient(false), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (patient || phase === 'live') return null;
  return (
    <div className="mx-auto grid w-full max-w-[640px] gap-4 px-4 py-16 tablet:py-24" role="status">
      <h1 className="text-24 font-semibold">{t('connection.never')}</h1>
      <p className="text-15 text-ink-2">{t('connection.neverWhy')}</p>
      <p className="text-15 text-ink-2">{t('connection.neverNext')}</p>
      <Command text="amc start" />
      <InCheckout command="npm start" />
    </div>
  );
}
