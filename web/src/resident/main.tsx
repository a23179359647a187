import '../ui/theme/tokens.css';
import '../ui/theme/ground.css';
import '../ui/kit/kit.css';
import './shell/shell.css';
import './shell/rows.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { votesOnTheirWay } from '../features/ballots/kept-vote.ts';
import { configureSender } from '../ui/api/index.ts';
import { registerServiceWorker } from '../ui/offline/register.ts';
import { applyPreferences, getPreferences } from '../ui/preferences.ts';
import { loadWebFont } from '../ui/theme/web-font.ts';
import { Face } from './Face.tsx';
import { keepReplies, restoreKept } from './offline/kept.ts';
import { startSending } from './offline/outbox.ts';
import { createQueryClient } from './query-client.ts';

applyPreferences();
configureSender({ city: () => getPreferences().city, locale: () => getPreferences().locale });

const client = createQueryClient();
const place = document.getElementById('face');
if (place === null) throw new Error('index.html has no #face');

// A slow disk must not hold the first page back.
const atMost = new Promise<void>((resolve) => setTimeout(resolve, 400));
void Promise.race([restoreKept(client), atMost]).then(() => {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <Face />
      </QueryClientProvider>
    </StrictMode>,
  );
  keepReplies(client);
  startSending();
  // Slips of a secret vote that were signed when this page was last open.
  if (votesOnTheirWay().length > 0) {
    void import('../features/ballots/cast-slips.ts').then(({ startCasting }) => startCasting());
  }
  registerServiceWorker('/service-worker.js', '/');
  loadWebFont();
});
