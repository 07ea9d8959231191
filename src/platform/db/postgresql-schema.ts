/**
 * Migrations are written once, in the SQL that SQLite reads, and turned into PostgreSQL's here and nowhere else. What they may hold is a
 * short list; anything else throws, so that a migration cannot mean two things.
 *
 * - `integer` is 64 bits wide (bigint), `text` is compared byte by byte (collation "C"): both as in SQLite.
 * - A trigger that refuses becomes a function that refuses, and the trigger that calls it; both have the trigger's name.
 * - A table with `school_id` gets row-level security, for its owner too: the second belt (school-scope.ts).
 */
export function forPostgresql(statement: string): readonly string[] {
  const text = statement.replaceAll(/\s+/g, ' ').trim();
  const table = /^create table (?:if not exists )?(\w+) \((.*)\)$/.exec(text);
  if (table?.[1] !== undefined && table[2] !== undefined) return createTable(text, table[1], table[2]);
  const trigger =
    /^create trigger (\w+) before (delete|insert|update(?: of [\w, ]+)?) on (\w+)(?: for each row)?(?: when (.+?))? begin (.+) end$/.exec(
      text,
    );
  if (trigger !== null) return createTrigger(text, trigger);
  const column = /^(alter table \w+ add column )(.+)$/.exec(text);
  if (column?.[1] !== undefined && column[2] !== undefined) return [`${column[1]}${columnOf(column[2])}`];
  const dropped = /^drop trigger (\w+)$/.exec(text);
  // The function takes its trigger with it, and PostgreSQL would want to know the table.
  if (dropped?.[1] !== undefined) return [`drop function ${dropped[1]}() cascade`];
  if (/^(create (unique )?index|drop (index|table)|insert into|update|delete from) /.test(text)) return [text];
  throw notOurs(text);
}

function notOurs(text: string): Error {
  return new Error(`a migration holds a statement that is not translated for PostgreSQL: ${text.slice(0, 120)}`);
}

function createTable(text: string, name: string, inside: string): readonly string[] {
  const parts = atCommas(inside);
  const columns = parts.map((part) =>
    /^(primary key|unique|foreign key|check) ?\(/.test(part) ? part : columnOf(part),
  );
  const head = text.slice(0, text.indexOf('('));
  const made = `${head}(${columns.join(', ')})`;
  return parts.some((part) => part.startsWith('school_id ')) ? [made, ...belt(name)] : [made];
}

/** `name type …` with the type as PostgreSQL calls it. */
function columnOf(definition: string): string {
  const [, name, type, rest] = /^(\w+) (\w+)(.*)$/.exec(definition) ?? [];
  if (type === 'integer') return `${name ?? ''} bigint${rest ?? ''}`;
  if (type === 'text') return `"${name ?? ''}" text collate "C"${rest ?? ''}`;
  throw notOurs(definition);
}

/** Rows of one school only to whoever asks for that school. The subselects are worked out once for a query, not for each row. */
function belt(table: string): readonly string[] {
  const own =
    "school_id = (select current_setting('app.school', true)) or (select current_setting('app.school', true)) = '*'";
  return [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `create policy of_one_school on ${table} using (${own}) with check (${own})`,
  ];
}

/** The trigger's body may only refuse: `select raise(abort, 'words') [where …];`, once or more. */
function createTrigger(
  text: string,
  [, name, event, table, when, body]: readonly (string | undefined)[],
): readonly string[] {
  if (name === undefined || event === undefined || table === undefined || body === undefined) throw notOurs(text);
  const refusals = body
    .split(/;\s*(?=select raise|$)/)
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [, words, where] = /^select raise\(abort, ('(?:[^']|'')*')\)(?: where (.+))?$/.exec(part.trim()) ?? [];
      if (words === undefined) throw notOurs(text);
      const conditions = [when, where].filter((condition) => condition !== undefined);
      const raised = `raise exception using message = ${words};`;
      return conditions.length === 0
        ? raised
        : `if ${conditions.map((condition) => `(${condition})`).join(' and ')} then ${raised} end if;`;
    });
  return [
    `create function ${name}() returns trigger language plpgsql as $body$ begin ${refusals.join(' ')} return ${event === 'delete' ? 'old' : 'new'}; end $body$`,
    `create trigger ${name} before ${event} on ${table} for each row execute function ${name}()`,
  ];
}

/** Splits at the commas that stand in no brackets and no quotes. */
function atCommas(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (const [at, letter] of [...text].entries()) {
    if (letter === "'") quoted = !quoted;
    if (quoted) continue;
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (letter === ',' && depth === 0) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...parts, text.slice(from).trim()];
}
