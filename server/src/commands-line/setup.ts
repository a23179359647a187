/** Enters the first administrator of a city: from then on, posts are given in the console. */
import { Appoint, errorCatalogue } from '@linli/contract';
import { type CityModel, openModels } from '../modules/models/index.ts';
import { setUpCity } from '../modules/orgs/index.ts';
import { systemClock } from '../platform/clock.ts';
import { readConfig } from '../platform/config.ts';
import { ProblemError } from '../platform/http/index.ts';
import { openLog } from '../platform/log.ts';
import { openData } from '../platform/open-data.ts';
import { Refused } from '../platform/refused.ts';
import { ask, askPassword, isTerminal } from './ask.ts';
import { type Command, type CommandCall, UsageError } from './command.ts';

/** The same rules as for everybody who is entered later, and here nothing may be left out. */
const Administrator = Appoint.shape.person
  .unwrap()
  .pick({ name: true, login: true, password: true })
  .required();

const rules: Record<string, string> = {
  name: 'a name of 1 to 40 characters',
  login: '3 to 64 letters, digits, dots, hyphens, underscores or @',
  password: 'at least 10 characters (and 200 at most)',
};

export const setup: Command = {
  name: 'setup',
  summary: 'enter the first administrator of a city; asks for what is not given, the password never shows',
  options: {
    city: {
      type: 'string',
      description: 'key of the city: the file name of its model; asked for where there is a choice',
    },
    name: { type: 'string', description: 'name of the administrator' },
    login: { type: 'string', description: 'login to sign in with' },
    'password-file': {
      type: 'string',
      description:
        'a file whose first line is the password; without it, it is asked for or read from the input',
    },
    'org-kind': { type: 'string', description: 'kind of organisation, where the model leaves a choice' },
    'org-name': { type: 'string', description: 'name of the organisation, when it is made here' },
  },
  async run(call) {
    const config = readConfig();
    const log = openLog(config.logLevel);
    const data = await openData({ config, log, joinRunning: true });
    try {
      await refuseDemo(data.db, config.demo);
      const models = await openModels({ config, db: data.db, clock: systemClock, log, isDemo: false });
      const city = text(call, 'city') ?? (await askForCity(models.cities()));
      const found = models.findCity(city);
      if (!found) {
        const allowed = models.cities().map(({ model }) => model.key);
        throw new UsageError(`there is no city "${city}" here, allowed: ${allowed.join(', ')}`);
      }
      const administrator = checked(await askFor(call));
      const { orgName, roleTitle } = await setUpCity(
        { db: data.db, clock: systemClock, secrets: data.secrets },
        found,
        { ...administrator, orgKind: text(call, 'org-kind'), orgName: text(call, 'org-name') },
      );
      console.log(
        `${administrator.name} is ${roleTitle.zh} (${roleTitle.en}) of ${orgName} in ${city}, and signs in at /console as ${administrator.login}.`,
      );
      return 0;
    } catch (error) {
      // Refusals of the server's own rules, in the language of this terminal.
      if (error instanceof ProblemError) throw new Refused(errorCatalogue[error.code].detail.en);
      throw error;
    } finally {
      await data.close();
    }
  },
};

/** The only city there is, or the one the person at the terminal chooses. */
async function askForCity(cities: readonly CityModel[]): Promise<string> {
  const [first, ...others] = cities.map(({ model }) => model);
  if (first !== undefined && others.length === 0) return first.key;
  const keys = cities.map(({ model }) => model.key).join(', ');
  if (!isTerminal()) throw new UsageError(`--city is missing: which city is yours, one of ${keys}`);
  for (const { model } of cities)
    console.log(`  ${model.key.padEnd(14)} ${model.title.zh} ${model.title.en}`);
  return (await ask('Which city is yours? ')).trim();
}

/** A real city and made-up ones never share a database. */
async function refuseDemo(db: Parameters<typeof openModels>[0]['db'], demo: string): Promise<void> {
  const { rows } = await db.owner.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM tenants WHERE made_by_demo',
  );
  if (demo !== 'on' && rows[0]?.n === 0) return;
  throw new Refused(
    'This is a demo: its cities are made up, and their administrators can be tried at a tap. ' +
      'A real city needs a data folder of its own (LINLI_DATA=./city-data) or its own DATABASE_URL, without LINLI_DEMO=on.',
  );
}

function text({ options }: CommandCall, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

function checked(words: { name: string; login: string; password: string }): typeof words {
  const result = Administrator.safeParse(words);
  if (result.success) return result.data;
  const fields = [...new Set(result.error.issues.map(({ path }) => String(path[0])))];
  throw new UsageError(fields.map((field) => `${field}: ${rules[field] ?? 'not acceptable'}`).join('\n'));
}

/** From the options, else from the person at the terminal; a password that is piped in is the first line of the input. */
async function askFor(call: CommandCall): Promise<{ name: string; login: string; password: string }> {
  const word = async (option: string, question: string): Promise<string> => {
    const given = text(call, option);
    if (given !== undefined) return given;
    if (!isTerminal()) throw new UsageError(`--${option} is missing, and nobody is there to be asked`);
    return ask(question);
  };
  const name = await word('name', 'Name of the administrator: ');
  const login = await word('login', 'Login: ');
  const file = text(call, 'password-file');
  const password = await askPassword(file === undefined ? undefined : call.path(file));
  return { name, login, password };
}
