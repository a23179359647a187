/** This browser as a way for messages: what it can, and its subscription. */
import { newCommandId } from '../../ui/api/index.ts';
import { connectPush, disconnectChannel, type MessageSettings } from '../../ui/api/message-endpoints.ts';
import { deviceName } from '../../ui/offline/device-name.ts';
import { findSubscription } from './silence-browser.ts';

export type BrowserState =
  /** It cannot: too old, inside another app, or not over https. */
  | 'unable'
  /** An iPhone can once the page stands on its home screen. */
  | 'to-install'
  /** Its person has said no, and only its own settings can change that. */
  | 'refused'
  | 'off'
  | 'on';

export async function lookAtBrowser(
  settings: MessageSettings,
): Promise<{ state: BrowserState; channelId: string | null }> {
  const without = (state: BrowserState) => ({ state, channelId: null });
  if (!('serviceWorker' in navigator) || !('PushManager' in window) || !('Notification' in window)) {
    return without(isIphone() && !isInstalled() ? 'to-install' : 'unable');
  }
  if ((await navigator.serviceWorker.getRegistration()) === undefined) return without('unable');
  if (Notification.permission === 'denied') return without('refused');
  const channelId = await findOwnChannel(settings);
  return { state: channelId === null ? 'off' : 'on', channelId };
}

/** The channel that is this browser, where its subscription is still the one the server knows. */
async function findOwnChannel({ channels }: MessageSettings): Promise<string | null> {
  const subscription = await findSubscription();
  if (subscription === null) return null;
  const digest = await digestOf(subscription.endpoint);
  return channels.find(({ endpointDigest }) => endpointDigest === digest)?.channelId ?? null;
}

/**
 * Asks for leave, subscribes and tells the server. `refused`: its person has said no. `unreachable`: the browser's push
 * service does not answer, as that of Chrome does not everywhere.
 */
export async function connectBrowser({
  pushKey,
}: MessageSettings): Promise<MessageSettings | 'refused' | 'unreachable'> {
  if ((await Notification.requestPermission()) !== 'granted') return 'refused';
  const registration = await navigator.serviceWorker.ready;
  const key = bytesOf(pushKey);
  const present = await findSubscription();
  const isOurs = present !== null && isSame(present.options.applicationServerKey, key);
  // One made for a server with another key would never be heard again.
  if (present !== null && !isOurs) await present.unsubscribe();
  let subscription: PushSubscription;
  try {
    subscription = isOurs
      ? present
      : await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  } catch {
    return 'unreachable';
  }
  const { endpoint = subscription.endpoint, keys } = subscription.toJSON();
  const { p256dh, auth } = keys ?? {};
  if (p256dh === undefined || auth === undefined) throw new Error('a subscription without keys');
  return connectPush({
    commandId: newCommandId(),
    endpoint,
    keys: { p256dh, auth },
    device: deviceName(navigator.userAgent),
  });
}

/** Here and on the server, at once. */
export async function disconnectBrowser(settings: MessageSettings): Promise<MessageSettings> {
  const channelId = await findOwnChannel(settings);
  await (await findSubscription())?.unsubscribe();
  return channelId === null ? settings : disconnectChannel(channelId, newCommandId());
}

async function digestOf(endpoint: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(endpoint));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const plain = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function isSame(present: ArrayBuffer | null, key: Uint8Array): boolean {
  if (present === null) return false;
  const bytes = new Uint8Array(present);
  return bytes.length === key.length && bytes.every((byte, at) => byte === key[at]);
}

function isIphone(): boolean {
  return /iPhone|iPad|iPod/.test(navigator.userAgent);
}

function isInstalled(): boolean {
  return matchMedia('(display-mode: standalone)').matches;
}
