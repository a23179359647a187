import {
  AskPhoneCode,
  DemoPeople,
  DemoSignIn,
  PasswordSignIn,
  PhoneCodeSent,
  PhoneSignIn,
  Preferences,
  Reveals,
  Session,
} from '@linli/contract';
import type { Deps } from '../../platform/deps.ts';
import type { App } from '../../platform/http/index.ts';
import { beginSession } from './commands/begin-session.ts';
import { endSession } from './commands/end-session.ts';
import { savePreferences } from './commands/save-preferences.ts';
import { sendPhoneCode } from './commands/send-phone-code.ts';
import { signInByPassword } from './commands/sign-in-by-password.ts';
import { signInByPhone } from './commands/sign-in-by-phone.ts';
import { demoPeople, demoPerson } from './demo.ts';
import { myReveals } from './my-reveals.ts';
import { presentSession } from './present.ts';
import { recogniseViewer } from './viewer.ts';

/** Registered before every other module: its hook tells the others who is asking. */
export function registerPeople(app: App, deps: Deps): void {
  app.addHook('preHandler', async (request) => {
    if (request.url.startsWith('/api/')) await recogniseViewer(deps, request);
  });
  const session = { 200: Session };

  app.get('/api/session', { schema: { summary: 'Who is using this page', response: session } }, (request) =>
    presentSession(deps, request.city, request.viewer),
  );

  app.post(
    '/api/session/phone-code',
    { schema: { summary: 'Send a code to a phone', body: AskPhoneCode, response: { 200: PhoneCodeSent } } },
    (request) =>
      sendPhoneCode(deps, {
        tenantId: request.viewer.tenantId,
        phone: request.body.phone,
        address: request.ip,
        isDemo: request.city.isDemo,
      }),
  );

  app.post(
    '/api/session/phone',
    { schema: { summary: 'Sign in with the code', body: PhoneSignIn, response: session } },
    async (request, reply) => {
      const { tenantId } = request.viewer;
      const personId = await signInByPhone(deps, { ...request.body, name: request.body.name, tenantId });
      await beginSession(deps, request, reply, { tenantId, personId });
      return presentSession(deps, request.city, request.viewer);
    },
  );

  app.post(
    '/api/session/password',
    { schema: { summary: 'Sign in with a password (staff)', body: PasswordSignIn, response: session } },
    async (request, reply) => {
      const { tenantId } = request.viewer;
      const personId = await signInByPassword(deps, { ...request.body, tenantId, address: request.ip });
      await beginSession(deps, request, reply, { tenantId, personId });
      return presentSession(deps, request.city, request.viewer);
    },
  );

  app.delete(
    '/api/session',
    { schema: { summary: 'Sign out', response: session } },
    async (request, reply) => {
      await endSession(deps, request, reply);
      delete request.cookies.linli_session;
      await recogniseViewer(deps, request);
      return presentSession(deps, request.city, request.viewer);
    },
  );

  app.patch(
    '/api/session/preferences',
    { schema: { summary: 'Language, type size, home, name', body: Preferences, response: session } },
    async (request) => {
      await savePreferences(deps, request.viewer, request.body);
      await recogniseViewer(deps, request);
      return presentSession(deps, request.city, request.viewer);
    },
  );

  app.get(
    '/api/reveals/mine',
    { schema: { summary: 'Who looked at my masked data', response: { 200: Reveals } } },
    (request) => myReveals(deps, request.city.model, request.viewer),
  );

  app.get(
    '/api/demo/people',
    { schema: { summary: 'Persons of made-up cities', response: { 200: DemoPeople } } },
    async () => ({ people: await demoPeople(deps) }),
  );

  app.post(
    '/api/demo/sign-in',
    { schema: { summary: 'Be one of them', body: DemoSignIn, response: session } },
    async (request, reply) => {
      await beginSession(deps, request, reply, await demoPerson(deps, request.body.person));
      return presentSession(deps, request.city, request.viewer);
    },
  );
}
