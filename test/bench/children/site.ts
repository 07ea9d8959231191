import { once } from 'node:events';
import { createServer } from 'node:net';

/*
 * The site behind the proxies: answers every request with 1 KB and keeps the connection. It reads no more of a request than its end, so
 * that it is not what limits the figures. The second port answers the first bytes of a tunnel with one byte. Prints both ports.
 */

const END = Buffer.from('\r\n\r\n');
const body = Buffer.alloc(1024, 'x');
const answer = Buffer.concat([
  Buffer.from(`HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${String(body.length)}\r\n\r\n`),
  body,
]);

const site = createServer({ noDelay: true }, (socket) => {
  let tail = '';
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    const text = tail + chunk.toString('latin1');
    let requests = 0;
    let at = 0;
    for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n', at)) {
      at = end + END.length;
      requests++;
    }
    tail = text.slice(at);
    for (let i = 0; i < requests; i++) socket.write(answer);
  });
});
const far = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  socket.once('data', () => socket.end('.'));
});
const ports: number[] = [];
for (const server of [site, far]) {
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 });
  await once(server, 'listening');
  const address = server.address();
  if (address !== null && typeof address === 'object') ports.push(address.port);
}
console.log(ports.join(' '));
