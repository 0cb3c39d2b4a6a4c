import './state/navigation.ts';
import { createRoot } from 'react-dom/client';
import { StrictMode } from 'react';
import { App } from './app.tsx';
import { speakChosenLanguage } from './i18n/speak.ts';
import { startConnection } from './state/connection.ts';
import { keepInStep } from './state/in-step.ts';
import { listenToReplies } from './state/live-replies.ts';
import { PageBoundary } from './ui/page-boundary.tsx';

const root = document.querySelector('#root');
if (root === null) throw new Error('index.html has no #root');
listenToReplies();
void startConnection();
keepInStep();
void draw(root);

/** Not awaited by this module: a language's chunk imports from this one, and each would wait for the other. */
async function draw(at: Element): Promise<void> {
  await speakChosenLanguage();
  // What has come from the server by now is taken in first, and drawn at once.
  await new Promise((resolve) => setTimeout(resolve));
  createRoot(at).render(
    <StrictMode>
      <PageBoundary>
        <App />
      </PageBoundary>
    </StrictMode>,
  );
}
