import { createRoot } from 'react-dom/client';
import { configureSender } from '../ui/api/index.ts';
import { registerServiceWorker } from '../ui/offline/register.ts';
import { applyPreferences, getPreferences } from '../ui/preferences.ts';
import { loadWebFont } from '../ui/theme/web-font.ts';
import { ConsoleApp } from './ConsoleApp.tsx';
import './look/paper.css';
import './look/frame.css';
import './look/states.css';
import './look/lists.css';
import './look/forms.css';
import './look/case.css';
import './look/board.css';
import './look/pages.css';
import './look/sizes.css';
import './look/print.css';

/** The face of those who hold a post. */
applyPreferences();
configureSender({ city: () => getPreferences().city, locale: () => getPreferences().locale });

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(<ConsoleApp />);
registerServiceWorker('/service-worker-console.js', '/console');
loadWebFont();
