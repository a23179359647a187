/**
 * Cuts a migration file into its statements, because they are sent one by one (a cluster coordinator refuses several
 * in one message). Knows quotes, dollar quotes and comments; a semicolon inside any of them ends nothing.
 */
export function splitStatements(sql: string): string[] {
  const statements: string[] = [];
  let start = 0;
  let at = 0;
  const finish = (end: number): void => {
    const statement = sql.slice(start, end).trim();
    if (withoutComments(statement) !== '') statements.push(statement);
  };
  while (at < sql.length) {
    const skipped = skipQuoted(sql, at);
    if (skipped > at) {
      at = skipped;
    } else if (sql[at] === ';') {
      finish(at);
      at += 1;
      start = at;
    } else {
      at += 1;
    }
  }
  finish(sql.length);
  return statements;
}

/** Position after the quoted text or comment that begins at `at`; `at` itself when none begins there. */
function skipQuoted(sql: string, at: number): number {
  const rest = sql.slice(at, at + 2);
  if (rest === '--') return endOf(sql, '\n', at);
  if (rest === '/*') return endOfBlockComment(sql, at);
  if (sql[at] === "'") return endOfString(sql, at);
  if (sql[at] === '"') return endOf(sql, '"', at + 1);
  // A dollar inside a name (a$b$) opens nothing.
  if (sql[at] === '$' && !/[\w$]/.test(sql[at - 1] ?? ' ')) {
    const tag = /^\$(?:[A-Za-z_]\w*)?\$/.exec(sql.slice(at, at + 66))?.[0];
    if (tag !== undefined) return endOf(sql, tag, at + tag.length);
  }
  return at;
}

function endOf(sql: string, mark: string, from: number): number {
  const found = sql.indexOf(mark, from);
  return found === -1 ? sql.length : found + mark.length;
}

function endOfBlockComment(sql: string, at: number): number {
  let depth = 0;
  let position = at;
  while (position < sql.length) {
    const pair = sql.slice(position, position + 2);
    if (pair === '/*') depth += 1;
    if (pair === '*/') depth -= 1;
    position += pair === '/*' || pair === '*/' ? 2 : 1;
    if (depth === 0) return position;
  }
  return sql.length;
}

function endOfString(sql: string, at: number): number {
  const hasEscapes = /[eE]/.test(sql[at - 1] ?? '') && !/\w/.test(sql[at - 2] ?? ' ');
  let position = at + 1;
  while (position < sql.length) {
    if (hasEscapes && sql[position] === '\\') position += 2;
    else if (sql[position] === "'") {
      // A doubled quote is one quote of the text, and reads here as the end of one string and the start of the next.
      return position + 1;
    } else position += 1;
  }
  return sql.length;
}

function withoutComments(statement: string): string {
  return statement
    .replace(/--[^\n]*/g, '')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .trim();
}
