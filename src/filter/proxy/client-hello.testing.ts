/** Makes the bytes of a TLS hello for tests. `again` adds a second server name; `recordSize` cuts it into several records. */
export function clientHello(
  options: {
    readonly serverName?: string | null;
    readonly again?: string;
    readonly recordSize?: number;
    readonly padding?: number;
  } = {},
): Buffer {
  const extensions: Buffer[] = [extension(10, Buffer.from('0002001d', 'hex'))];
  if (options.padding !== undefined) extensions.push(extension(21, Buffer.alloc(options.padding)));
  for (const name of [options.serverName, options.again]) {
    if (name === undefined || name === null) continue;
    const text = Buffer.from(name, 'latin1');
    const entry = Buffer.concat([Buffer.from([0]), sized(2, text)]);
    extensions.push(extension(0, sized(2, entry)));
  }
  const body = Buffer.concat([
    Buffer.from([3, 3]),
    Buffer.alloc(32, 7),
    sized(1, Buffer.alloc(32, 1)),
    sized(2, Buffer.from('130113021303', 'hex')),
    sized(1, Buffer.from([0])),
    sized(2, Buffer.concat(extensions)),
  ]);
  const handshake = Buffer.concat([Buffer.from([1]), sized(3, body)]);
  const records: Buffer[] = [];
  const size = options.recordSize ?? 16_000;
  for (let at = 0; at < handshake.length; at += size) {
    records.push(Buffer.from([22, 3, 1]), sized(2, handshake.subarray(at, at + size)));
  }
  return Buffer.concat(records);
}

function extension(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(2);
  head.writeUInt16BE(type);
  return Buffer.concat([head, sized(2, data)]);
}

function sized(bytes: number, data: Buffer): Buffer {
  const length = Buffer.alloc(bytes);
  length.writeUIntBE(data.length, 0, bytes);
  return Buffer.concat([length, data]);
}
