import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { filteringTables } from '../tables.ts';
import { numberList, textList } from './text-list.ts';

/** What the filter may connect to beyond the ordinary, and which profile a browser gets that has not signed in. */
export interface NetworkSettings {
  readonly connectPorts: readonly number[];
  /** `host:port` of the school's own servers on private addresses. */
  readonly ownServers: readonly string[];
  /** Profile code; null is the strictest pupil profile. */
  readonly networkProfile: string | null;
  /** 0 while nobody has changed anything. */
  readonly version: number;
}

export async function networkSettings(db: ReadHandle): Promise<NetworkSettings> {
  const row = await filteringTables.read(db).select('filter_network').selectAll().executeTakeFirst();
  if (row === undefined) return { connectPorts: [], ownServers: [], networkProfile: null, version: 0 };
  return {
    connectPorts: numberList(row.connect_ports),
    ownServers: textList(row.own_servers),
    networkProfile: row.network_profile,
    version: row.version,
  };
}
