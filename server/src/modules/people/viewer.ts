/** Who is asking: a person with the posts held today, or a visitor known only by the device. */
import { randomBytes } from 'node:crypto';
import type { Locale } from '@linli/contract';
import { localDateOf } from '@linli/engine';
import type { Ability, Model } from '@linli/model';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '../../platform/deps.ts';
import { localeOf, problem } from '../../platform/http/index.ts';
import { type CityModel, modelsOf } from '../models/index.ts';
import { deviceCookie, readCookie, sessionCookie, setDeviceCookie } from './cookies.ts';
import { findSignIn, postsOfPerson } from './store.ts';

/** A post held today. What it lets the viewer do is read from the model and from nowhere else. */
export interface ViewerPost {
  postId: string;
  role: string;
  orgId: string;
  orgName: string;
  /** Codes of the areas its organisation covers, each with all that lies in it. */
  areas: string[];
  abilities: Ability[];
}

export interface Viewer {
  tenantId: number;
  personId: string | null;
  /** Keyed hash of the device, for reports sent without an account; null until the device has one. */
  deviceHash: Buffer | null;
  locale: Locale;
  largeType: boolean;
  posts: ViewerPost[];
}

declare module 'fastify' {
  interface FastifyRequest {
    viewer: Viewer;
    city: CityModel;
  }
}

/** Commands are kept by who sent them: `person:ID`, or `device:HEX`. */
export function senderOf(viewer: Viewer): string {
  if (viewer.personId !== null) return `person:${viewer.personId}`;
  if (viewer.deviceHash !== null) return `device:${viewer.deviceHash.toString('hex')}`;
  throw problem('sign-in-required');
}

/** Does one of the viewer's posts give this ability, there (or anywhere, without a place)? */
export function hasAbility(viewer: Viewer, ability: Ability, areaCode?: string): boolean {
  return viewer.posts.some(
    (post) =>
      post.abilities.includes(ability) &&
      (areaCode === undefined || post.areas.some((area) => areaCode.startsWith(area))),
  );
}

/** Fills `request.viewer` and `request.city`: the session's city, else the one asked for, else the first that is open. */
export async function recogniseViewer(deps: Deps, request: FastifyRequest): Promise<void> {
  const models = modelsOf(deps);
  const deviceToken = readCookie(request, deviceCookie);
  const visitor = (city: CityModel): void => {
    request.city = city;
    request.viewer = {
      tenantId: city.tenantId,
      personId: null,
      deviceHash: deviceToken === undefined ? null : hashDevice(deps, city.tenantId, deviceToken),
      locale: request.locale,
      largeType: false,
      posts: [],
    };
  };
  const session = parseSession(readCookie(request, sessionCookie));
  const cityOfSession = models.cities().find((city) => city.tenantId === session?.tenantId);
  if (session && cityOfSession) {
    const { tenantId } = cityOfSession;
    const now = deps.clock.now();
    const hash = deps.secrets.hashToken('session', session.token);
    const signIn = await findSignIn(deps.db, tenantId, hash, now);
    if (signIn) {
      const posts = await postsOfPerson(
        deps.db,
        tenantId,
        signIn.personId,
        localDateOf(now, cityOfSession.model.timeZone),
      );
      // Whoever never chose a language reads what their device reads.
      const locale =
        signIn.locale === null
          ? localeOf(request.headers['accept-language'])
          : signIn.locale === 'en'
            ? 'en'
            : 'zh-CN';
      request.city = cityOfSession;
      request.locale = locale;
      request.viewer = {
        tenantId,
        personId: signIn.personId,
        deviceHash: deviceToken === undefined ? null : hashDevice(deps, tenantId, deviceToken),
        locale,
        largeType: signIn.largeType,
        posts: posts.map((post) => ({ ...post, abilities: abilitiesOf(cityOfSession.model, post.role) })),
      };
      return;
    }
  }
  const wanted = request.headers['linli-city'];
  const named = typeof wanted === 'string' ? models.findCity(wanted) : undefined;
  if (typeof wanted === 'string' && !named) throw problem('not-found');
  const city = named ?? (await models.opened())[0] ?? models.cities()[0];
  if (!city) throw problem('starting');
  visitor(city);
}

/** Somebody as they are today without being here: whose calendar is read by a program. */
export async function viewerOf(deps: Deps, tenantId: number, personId: string): Promise<Viewer> {
  const model = modelsOf(deps).ofTenant(tenantId);
  const day = localDateOf(deps.clock.now(), model.timeZone);
  const posts = await postsOfPerson(deps.db, tenantId, personId, day);
  return {
    tenantId,
    personId,
    deviceHash: null,
    locale: 'zh-CN',
    largeType: false,
    posts: posts.map((post) => ({ ...post, abilities: abilitiesOf(model, post.role) })),
  };
}

/** A device that sends something without an account gets a token of its own, kept here only as a keyed hash. */
export function ensureDevice(deps: Deps, request: FastifyRequest, reply: FastifyReply): void {
  if (request.viewer.deviceHash !== null) return;
  const token = randomBytes(24).toString('base64url');
  setDeviceCookie(deps, reply, token);
  request.viewer.deviceHash = hashDevice(deps, request.viewer.tenantId, token);
}

function hashDevice(deps: Deps, tenantId: number, token: string): Buffer {
  return deps.secrets.hashToken(`device of ${tenantId}`, token);
}

function abilitiesOf(model: Model, role: string): Ability[] {
  return model.roles[role]?.can ?? [];
}

/** `TENANT.TOKEN`; anything else is no session. */
function parseSession(value: string | undefined): { tenantId: number; token: string } | undefined {
  const match = /^(\d{1,9})\.([\w-]{20,100})$/.exec(value ?? '');
  return match ? { tenantId: Number(match[1]), token: match[2] ?? '' } : undefined;
}
