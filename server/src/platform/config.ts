/**
 * Everything that can be set from outside, read once, as one typed value. A bad setting stops the start, and all
 * bad settings are named together, each with what is allowed: nobody should have to start five times.
 */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { Refused } from './refused.ts';

/** Folder of the repository (or of the installed program). */
export const programFolder = resolve(fileURLToPath(new URL('../../..', import.meta.url)));

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const yes = ['on', 'true', 'yes', '1'];
const no = ['off', 'false', 'no', '0'];

/** One entry per variable: the schema says what is allowed, `allowed` says it to people. */
const settings = {
  PORT: {
    allowed: 'a port number from 0 to 65535 (0: any free port)',
    example: '3000',
    schema: z
      .string()
      .regex(/^\d+$/)
      .transform(Number)
      .pipe(z.number().int().min(0).max(65535))
      .default(3000),
  },
  HOST: {
    allowed: 'an address to listen on, e.g. 127.0.0.1 or 0.0.0.0',
    example: '0.0.0.0',
    schema: z
      .string()
      .regex(/^[\w.:%-]+$/)
      .default('0.0.0.0'),
  },
  DATABASE_URL: {
    allowed: 'a PostgreSQL address: postgres://user:password@host:5432/database',
    example: 'postgres://linli:secret@127.0.0.1:5432/linli',
    schema: z
      .string()
      .regex(/^postgres(ql)?:\/\/\S+$/)
      .optional(),
  },
  LINLI_DATA: {
    allowed: 'a folder this program may write to',
    example: './data',
    schema: z.string().min(1).default('./data'),
  },
  LINLI_MODELS: {
    allowed: 'a folder that exists and holds models (*.yaml)',
    example: '/etc/linli/models',
    schema: z.string().min(1).optional(),
  },
  LINLI_DEMO: {
    allowed:
      'on or off (unset: on for a new or demo database that Linli started itself, off for DATABASE_URL)',
    example: 'on',
    schema: z
      .string()
      .toLowerCase()
      .refine((word) => word === 'auto' || yes.includes(word) || no.includes(word))
      .transform((word): 'auto' | 'on' | 'off' =>
        word === 'auto' ? 'auto' : yes.includes(word) ? 'on' : 'off',
      )
      .default('auto'),
  },
  LINLI_DEMO_CITIES: {
    allowed: 'keys of models, separated by commas: which cities a demo has, in this order; `*`: all others',
    example: 'tongguan,*',
    schema: z
      .string()
      .regex(/^([a-z0-9-]+|\*)(\s*,\s*([a-z0-9-]+|\*))*$/)
      .transform((keys) => keys.split(',').map((key) => key.trim()))
      .optional(),
  },
  LINLI_SECRET: {
    allowed: 'at least 32 characters that nobody can guess, e.g. from: openssl rand -base64 48',
    example: 'the output of: openssl rand -base64 48',
    schema: z.string().min(32).optional(),
  },
  LINLI_LOG: {
    allowed: logLevels.join(', '),
    example: 'info',
    schema: z.enum(logLevels).default('info'),
  },
  LINLI_SMS: {
    allowed:
      'console (writes to the log, for demo and trials), or the https address of your SMS gateway; http only on 127.0.0.1 and localhost',
    example: 'https://sms.example.org/linli',
    schema: z
      .string()
      .refine((word) => word === 'console' || isSafeAddress(word))
      .default('console'),
  },
  LINLI_SMS_KEY: {
    allowed: 'at least 32 characters, known to the SMS gateway too; needed where LINLI_SMS is an address',
    example: 'the output of: openssl rand -base64 48',
    schema: z.string().min(32).optional(),
  },
  LINLI_SMTP: {
    allowed:
      'a mail server: smtps://user:password@host:465 or smtp://user:password@host:587 (unset: no e-mail)',
    example: 'smtps://linli:secret@mail.example.org:465',
    schema: z
      .string()
      .regex(/^smtps?:\/\/[^\s/]+$/)
      .optional(),
  },
  LINLI_MAIL_FROM: {
    allowed: 'the sender of e-mail, an address or `Name <address>`; needed where LINLI_SMTP is set',
    example: '邻里 <linli@example.org>',
    schema: z
      .string()
      .regex(/^([^<>\r\n]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/)
      .optional(),
  },
  LINLI_PUSH_KEY: {
    allowed:
      'private key of web push: 32 bytes in base64url, 43 characters (unset: follows from LINLI_SECRET)',
    example: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
    schema: z
      .string()
      .regex(/^[\w-]{43}$/)
      .optional(),
  },
  LINLI_PUSH_HOSTS: {
    allowed:
      'hosts of push services, separated by commas; `*.` before one: all below it; over https only, but for 127.0.0.1 and localhost (trials)',
    example: 'fcm.googleapis.com,*.push.apple.com',
    schema: z
      .string()
      .toLowerCase()
      .regex(/^(\*\.)?[a-z0-9.-]+(\s*,\s*(\*\.)?[a-z0-9.-]+)*$/)
      .transform((hosts) => hosts.split(',').map((host) => host.trim()))
      .default([
        'fcm.googleapis.com',
        'updates.push.services.mozilla.com',
        '*.push.apple.com',
        '*.notify.windows.com',
      ]),
  },
  LINLI_ROBOT_HOSTS: {
    allowed:
      'hosts of work-group robots, separated by commas; over https only, but for 127.0.0.1 and localhost (trials)',
    example: 'qyapi.weixin.qq.com',
    schema: z
      .string()
      .toLowerCase()
      .regex(/^[a-z0-9.-]+(\s*,\s*[a-z0-9.-]+)*$/)
      .transform((hosts) => hosts.split(',').map((host) => host.trim()))
      .default(['qyapi.weixin.qq.com']),
  },
  LINLI_PUBLIC_URL: {
    allowed: 'the address people reach this city at: https://linli.example.org',
    example: 'https://linli.example.org',
    schema: z
      .url({ protocol: /^https?$/ })
      .transform((url) => url.replace(/\/+$/, ''))
      .optional(),
  },
  LINLI_TRUST_PROXY: {
    allowed: 'how many reverse proxies stand before this server, from 0 to 10',
    example: '1',
    schema: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().int().min(0).max(10)).default(0),
  },
  LINLI_WORKERS: {
    allowed: 'how many background jobs may run at once, from 0 (none in this process) to 32',
    example: '4',
    schema: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().int().min(0).max(32)).default(4),
  },
  LINLI_POOL: {
    allowed: 'how many database connections serve requests, from 2 to 200',
    example: '16',
    schema: z.string().regex(/^\d+$/).transform(Number).pipe(z.number().int().min(2).max(200)).default(16),
  },
  LINLI_REPORTS_PER_MINUTE: {
    allowed: 'how many reports without an account one address may send in a minute, from 1 to 100000',
    example: '60',
    schema: z
      .string()
      .regex(/^\d+$/)
      .transform(Number)
      .pipe(z.number().int().min(1).max(100_000))
      .default(60),
  },
} as const;

/** Read by tests and benches, not by the server. */
const readElsewhere = new Set(['LINLI_CHROMIUM']);

export type SettingName = keyof typeof settings;

/** Names, what is allowed and an example of each setting, for `linli help` and the operations page. */
export const settingNotes: { name: SettingName; allowed: string; example: string }[] = Object.entries(
  settings,
).map(([name, { allowed, example }]) => ({ name: name as SettingName, allowed, example }));

export interface Config {
  port: number;
  host: string;
  /** One's own PostgreSQL; undefined: Linli starts the one it brings. */
  databaseUrl: string | undefined;
  /** Absolute path. */
  dataFolder: string;
  /** Absolute paths, the house's own first; a file in a later folder replaces one of the same name. */
  modelFolders: string[];
  demo: 'auto' | 'on' | 'off';
  /** Cities of a demo by the key of their model, in this order; `*`: all others. Undefined: all. */
  demoCities: string[] | undefined;
  /** Key material for encrypted fields, blind indexes and tokens. */
  secret: string;
  logLevel: (typeof logLevels)[number];
  /** `console`, or the address of a gateway. */
  sms: string;
  /** Signs what is sent to the gateway; there whenever `sms` is an address. */
  smsKey: string | undefined;
  /** Undefined: no e-mail leaves. */
  smtp: string | undefined;
  /** There whenever `smtp` is. */
  mailFrom: string | undefined;
  /** Undefined: it follows from the secret. */
  pushKey: string | undefined;
  /** Push services, as robots: what a browser (or somebody in its place) names must not reach our own network. */
  pushHosts: string[];
  /** Work-group robots live on these hosts and on no other: what an administrator enters must not reach our own network. */
  robotHosts: string[];
  /** Without a trailing slash; undefined: whatever address a request came to. */
  publicUrl: string | undefined;
  trustedProxies: number;
  workers: number;
  poolSize: number;
  /** Without an account, by address: whole neighbourhoods may share one. */
  reportsPerMinute: number;
}

/** Thrown with every bad setting at once; `message` is ready to be printed. */
export class BadSettings extends Refused {
  readonly faults: { name: string; value: string; allowed: string }[];

  constructor(faults: { name: string; value: string; allowed: string }[]) {
    super(
      [
        faults.length === 1 ? 'One setting is wrong:' : `${faults.length} settings are wrong:`,
        ...faults.map(({ name, value, allowed }) => `  ${name}=${value}\n    allowed: ${allowed}`),
      ].join('\n'),
    );
    this.name = 'BadSettings';
    this.faults = faults;
  }
}

/**
 * Reads and checks the settings. Makes the data folder, and a secret in it (mode 0600) where none is given.
 * Relative paths count from `baseFolder`.
 */
export function readConfig(
  env: Record<string, string | undefined> = process.env,
  baseFolder: string = programFolder,
): Config {
  const faults: { name: string; value: string; allowed: string }[] = [];
  const read = <Name extends SettingName>(
    name: Name,
  ): z.output<(typeof settings)[Name]['schema']> | undefined => {
    const { schema, allowed } = settings[name];
    // An empty variable is what shells and compose files leave behind for "not set".
    const value = env[name]?.trim() || undefined;
    const result = schema.safeParse(value);
    if (result.success) return result.data as z.output<(typeof settings)[Name]['schema']>;
    faults.push({ name, value: secretive(name, value ?? ''), allowed });
    return undefined;
  };
  const values = {
    port: read('PORT'),
    host: read('HOST'),
    databaseUrl: read('DATABASE_URL'),
    data: read('LINLI_DATA'),
    models: read('LINLI_MODELS'),
    demo: read('LINLI_DEMO'),
    demoCities: read('LINLI_DEMO_CITIES'),
    secret: read('LINLI_SECRET'),
    logLevel: read('LINLI_LOG'),
    sms: read('LINLI_SMS'),
    smsKey: read('LINLI_SMS_KEY'),
    smtp: read('LINLI_SMTP'),
    mailFrom: read('LINLI_MAIL_FROM'),
    pushKey: read('LINLI_PUSH_KEY'),
    pushHosts: read('LINLI_PUSH_HOSTS'),
    robotHosts: read('LINLI_ROBOT_HOSTS'),
    publicUrl: read('LINLI_PUBLIC_URL'),
    trustedProxies: read('LINLI_TRUST_PROXY'),
    workers: read('LINLI_WORKERS'),
    poolSize: read('LINLI_POOL'),
    reportsPerMinute: read('LINLI_REPORTS_PER_MINUTE'),
  };
  for (const name of Object.keys(env)) {
    // A misspelt setting that is silently ignored is worse than one that is refused.
    if (name.startsWith('LINLI_') && !(name in settings) && !readElsewhere.has(name)) {
      faults.push({ name, value: env[name] ?? '', allowed: `no such setting; there are ${names('LINLI_')}` });
    }
  }
  const needsKey = values.sms !== undefined && values.sms !== 'console' && !env.LINLI_SMS_KEY?.trim();
  if (needsKey) faults.push({ name: 'LINLI_SMS_KEY', value: '', allowed: settings.LINLI_SMS_KEY.allowed });
  if (values.smtp !== undefined && !env.LINLI_MAIL_FROM?.trim()) {
    faults.push({ name: 'LINLI_MAIL_FROM', value: '', allowed: settings.LINLI_MAIL_FROM.allowed });
  }
  if (values.models !== undefined && !isFolder(resolve(baseFolder, values.models))) {
    faults.push({ name: 'LINLI_MODELS', value: values.models, allowed: settings.LINLI_MODELS.allowed });
  }
  const dataFolder = resolve(baseFolder, values.data ?? './data');
  if (faults.length === 0) {
    try {
      makeDataFolder(dataFolder);
    } catch (error) {
      faults.push({
        name: 'LINLI_DATA',
        value: values.data ?? '',
        allowed: `${settings.LINLI_DATA.allowed} (${error instanceof Error ? error.message : String(error)})`,
      });
    }
  }
  if (faults.length > 0) throw new BadSettings(faults);
  const {
    port,
    host,
    demo,
    logLevel,
    sms,
    robotHosts,
    pushHosts,
    trustedProxies,
    workers,
    poolSize,
    reportsPerMinute,
  } = values as Complete<typeof values>;
  return {
    port,
    host,
    databaseUrl: values.databaseUrl,
    dataFolder,
    modelFolders: [
      join(programFolder, 'models'),
      ...(values.models === undefined ? [] : [resolve(baseFolder, values.models)]),
    ],
    demo,
    demoCities: values.demoCities,
    secret: values.secret ?? keepSecret(join(dataFolder, 'secret')),
    logLevel,
    sms,
    smsKey: values.smsKey,
    smtp: values.smtp,
    mailFrom: values.mailFrom,
    pushKey: values.pushKey,
    pushHosts,
    robotHosts,
    publicUrl: values.publicUrl,
    trustedProxies,
    workers,
    poolSize,
    reportsPerMinute,
  };
}

type Complete<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/**
 * A random secret kept in a file that only its owner can read; made on first use. Two processes that start at once
 * get the same one: a complete file is linked into place, and the first link wins.
 */
export function keepSecret(path: string): string {
  if (!existsSync(path)) {
    const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
    writeFileSync(draft, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' });
    try {
      linkSync(draft, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      unlinkSync(draft);
    }
  }
  const secret = readFileSync(path, 'utf8').trim();
  if (secret.length < 32)
    throw new Error(`${path} should hold at least 32 characters; restore it from a backup`);
  return secret;
}

/** Closed to other users, except that root must let the unprivileged owner of the database pass through. */
function makeDataFolder(folder: string): void {
  const isOurs = !existsSync(folder) || readdirSync(folder).length === 0;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (isOurs) chmodSync(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
  const probe = join(folder, `.probe-${process.pid}`);
  writeFileSync(probe, '');
  unlinkSync(probe);
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

function names(prefix: string): string {
  return Object.keys(settings)
    .filter((name) => name.startsWith(prefix))
    .join(', ');
}

/** Over https, or to this very machine. */
function isSafeAddress(address: string): boolean {
  const url = URL.parse(address);
  if (url === null || url.hash !== '') return false;
  return (
    url.protocol === 'https:' ||
    (url.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(url.hostname))
  );
}

/** Passwords do not belong on a screen or in a log. */
function secretive(name: string, value: string): string {
  if (/_(SECRET|KEY)$/.test(name)) return value === '' ? '' : '…';
  return value.replace(/(:\/\/[^:@/\s]*):[^@\s]*@/, '$1:…@');
}
