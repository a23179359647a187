/** `npm run generate`: writes the files that are made from others. The tests fail when one of them is out of date. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { programFolder } from '../server/src/platform/config.ts';
import { generateSchema } from '../server/src/platform/db/generate-schema.ts';
import { migrate } from '../server/src/platform/db/migrate.ts';
import { startTemporaryPostgres } from '../server/src/platform/postgres/temporary.ts';
import { references } from './references.ts';

const schemaPath = join(programFolder, 'server', 'src', 'platform', 'db', 'schema.ts');

const postgres = await startTemporaryPostgres();
try {
  await migrate(postgres.url);
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  writeFileSync(schemaPath, await generateSchema(client));
  await client.end();
} finally {
  await postgres.stop();
}
const written = references().map(({ path, text }) => {
  const file = join(programFolder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
});
const formattable = [schemaPath, ...written.filter((file) => file.endsWith('.json'))];
const formatted = spawnSync('npx', ['biome', 'check', '--write', ...formattable], {
  cwd: programFolder,
  stdio: 'inherit',
});
process.exitCode = formatted.status ?? 1;
