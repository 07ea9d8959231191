import { connect } from 'node:net';

import { percentile } from '../figures.ts';

/*
 * Load on a proxy: `requests` keeps connections open and asks for 1 KB again and again; `tunnels` opens a tunnel, sends a TLS hello, waits
 * for the far end's first byte and closes. Arguments: kind, proxy port, site port, connections, milliseconds. Prints JSON.
 */

const [kind = '', proxyPort = '', sitePort = '', connections = '', milliseconds = ''] = process.argv.slice(2);
const host = `127.0.0.1:${sitePort}`;
const took: number[] = [];
let failed = 0;
const end = performance.now() + Number(milliseconds);
const running = (): boolean => performance.now() < end;

/** The smallest TLS 1.2 hello there is: no extensions, so no server name. */
const hello = ((): Buffer => {
  const body = Buffer.concat([Buffer.from([3, 3]), Buffer.alloc(32, 7), Buffer.from([0, 0, 2, 0x13, 0x01, 1, 0])]);
  const message = Buffer.concat([Buffer.from([1, 0, 0, body.length]), body]);
  return Buffer.concat([Buffer.from([22, 3, 1, 0, message.length]), message]);
})();

function keepAsking(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const question = `GET http://${host}/1k HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n`;
  const socket = connect({ host: '127.0.0.1', port: Number(proxyPort), noDelay: true });
  let asked = 0;
  let left = -1;
  let head = '';
  const ask = (): void => {
    if (!running()) {
      socket.destroy();
      resolve(undefined);
      return;
    }
    asked = performance.now();
    left = -1;
    head = '';
    socket.write(question);
  };
  socket.on('connect', ask);
  socket.on('data', (chunk: Buffer) => {
    let body = chunk.length;
    if (left < 0) {
      head += chunk.toString('latin1');
      const endOfHead = head.indexOf('\r\n\r\n');
      if (endOfHead < 0) return;
      left = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
      if (!head.startsWith('HTTP/1.1 200')) failed++;
      body = head.length - endOfHead - 4;
    }
    left -= body;
    if (left > 0) return;
    took.push(performance.now() - asked);
    ask();
  });
  socket.on('error', () => failed++);
  socket.on('close', () => {
    resolve(undefined);
  });
  return promise;
}

async function keepTunnelling(): Promise<void> {
  while (running()) {
    const started = performance.now();
    const answered = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port: Number(proxyPort), noDelay: true });
      let open = false;
      socket.on('connect', () => socket.write(`CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`));
      socket.on('data', (chunk: Buffer) => {
        if (!open) {
          open = chunk.toString('latin1').startsWith('HTTP/1.1 200');
          if (open) socket.write(hello);
          else socket.destroy();
          return;
        }
        resolve(true);
        socket.destroy();
      });
      socket.on('error', () => {
        resolve(false);
      });
      socket.on('close', () => {
        resolve(false);
      });
    });
    if (answered) took.push(performance.now() - started);
    else failed++;
  }
}

const begun = performance.now();
await Promise.all(Array.from({ length: Number(connections) }, kind === 'tunnels' ? keepTunnelling : keepAsking));
const seconds = (performance.now() - begun) / 1000;
console.log(
  JSON.stringify({ perSecond: took.length / seconds, p50: percentile(took, 0.5), p99: percentile(took, 0.99), failed }),
);
