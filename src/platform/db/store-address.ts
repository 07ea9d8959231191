/** Whether the address of a store is the URL of a PostgreSQL database; otherwise it is the path of a SQLite file. */
export function isPostgresql(address: string): boolean {
  return /^postgres(ql)?:\/\//.test(address);
}

/** The address as it may be shown: without password and parameters. */
export function describeAddress(address: string): string {
  if (!isPostgresql(address)) return address;
  const url = URL.parse(address);
  if (url === null) return 'PostgreSQL';
  const host = url.searchParams.get('host') ?? url.host;
  return `PostgreSQL database ${decodeURIComponent(url.pathname.slice(1))}${host === '' ? '' : ` at ${host}`}`;
}
