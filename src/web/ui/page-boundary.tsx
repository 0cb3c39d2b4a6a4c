import { Component, type ReactNode } from 'react';
import { t } from '../i18n/t.ts';
import { Button } from './button.tsx';

interface Props {
  children: ReactNode;
}

/** Around everything: a fault of the page's own says so, instead of leaving an empty window. */
export class PageBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <main className="mx-auto grid max-w-[640px] gap-3 px-4 py-16" role="alert">
        <h1 className="text-24 font-semibold">{t('page.stopped')}</h1>
        <p className="text-15 text-ink-2">{t('page.stoppedWhy')}</p>
        <div>
          <Button onClick={() => location.reload()}>{t('connection.reload')}</Button>
        </div>
      </main>
    );
  }
}
