import '@mantine/core/styles.css';
import './ui/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { keptAnswers } from './app/keptAnswers.ts';
import { registerWorker } from './connection/clientVersion.ts';
import { watchInstall } from './connection/install.ts';
import { keepAnswersOf } from './connection/offline/keptAnswers.ts';
import { watchForFullDevice } from './connection/offline/storage.ts';
import { announceLanguage } from './ui/language.ts';
import { styleNonce } from './ui/styleNonce.ts';

announceLanguage();
// Dialogs lock the page's scrolling by a style element of their own, made by a package that looks for the nonce here.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });

watchInstall();
watchForFullDevice();
keepAnswersOf(keptAnswers);
// After the page, which matters more; development goes without, so that nobody looks at yesterday's code.
if (import.meta.env.PROD && 'serviceWorker' in navigator) addEventListener('load', () => void registerWorker());

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root".');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
