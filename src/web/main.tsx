import './state/navigation.ts';
import './styles/main.css';
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
void speakChosenLanguage().then(() =>
  createRoot(root).render(
    <StrictMode>
      <PageBoundary>
        <App />
      </PageBoundary>
    </StrictMode>,
  ),
);
