import './zod-config.ts';
import './state/navigation.ts';
import './styles/main.css';
import { createRoot } from 'react-dom/client';
import { StrictMode } from 'react';
import { App } from './app.tsx';
import { startConnection } from './state/connection.ts';

const root = document.querySelector('#root');
if (root === null) throw new Error('index.html has no #root');
void startConnection();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
