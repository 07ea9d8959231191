import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, test } from 'node:test';
import { connect } from 'node:tls';

import fc from 'fast-check';

import { manualClock } from '../../platform/time/manual-clock.ts';
import type { Clock } from '../../platform/time/clock.ts';
import type { FilterEvent } from '../spool/events.ts';
import { isClosedAddress } from './address-guard.ts';
import { normaliseHost } from '../engine/normalise-host.ts';
import { readAbsoluteTarget, readAuthority, readHost } from './authority.ts';
import { clientHello } from './client-hello.testing.ts';
import { HELLO_LIMIT, readClientHello } from './client-hello.ts';
import { endToEnd } from './hop-by-hop.ts';
import { ALARM_MS, JUMP_MS, steadyClock } from './steady-clock.ts';
import { visitCounter, type Visit } from './visit-counter.ts';

describe('hosts', () => {
  test('one host has one spelling', () => {
    for (const [given, expected] of [
      ['Example.ORG.', 'example.org'],
      ['93.184.215.14', '93.184.215.14'],
      ['[2001:DB8:0:0::1]', '[2001:db8::1]'],
      ['a_b.example', 'a_b.example'],
    ] as const) {
      assert.equal(readHost(given), expected);
    }
  });

  test('what the proxy reads is what the engine judges: no spelling gives the two different names', () => {
    const character = fc.constantFrom(...Array.from('aZ09.-_:[]fx% ü\t'));
    const anything = fc.array(character, { maxLength: 14 }).map((characters) => characters.join(''));
    const parts = fc.array(fc.oneof(fc.nat(300).map(String), fc.constantFrom('0x7f', '017', 'A', 'b-')), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          anything,
          parts.map((each) => each.join('.')),
          fc.ipV4(),
          fc.ipV6().map((ip) => `[${ip}]`),
        ),
        (text) => {
          const host = readHost(text);
          if (host === undefined) return;
          assert.equal(normaliseHost(text), host, text);
          assert.equal(normaliseHost(host), host, text);
        },
      ),
      { seed: 7, numRuns: 5000 },
    );
  });

  test('odd spellings are refused, not repaired', () => {
    for (const given of [
      '',
      '.',
      'a..b',
      '-a.example',
      '2130706433',
      '0x7f.1',
      '127.1',
      '1.2.3.4.',
      '[::1',
      '[fe80::1%25eth0]',
      'ex%61mple.org',
      'exämple.org',
      `${'a'.repeat(64)}.org`,
      `${'a.'.repeat(127)}org`,
      'a b',
      'a\\b',
      '[1.2.3.4]',
    ]) {
      assert.equal(readHost(given), undefined, given);
    }
  });

  test('an authority is a host and a port and nothing else', () => {
    assert.deepEqual(readAuthority('a.example:8080', 80), { host: 'a.example', port: 8080 });
    assert.deepEqual(readAuthority('[::1]:443', undefined), { host: '[::1]', port: 443 });
    for (const given of [
      'a.example',
      'a.example:',
      'a.example:0',
      'a.example:65536',
      'a.example:+1',
      'u@a.example:1',
      'a.example:1:2',
      ':1',
    ]) {
      assert.equal(readAuthority(given, undefined), undefined, given);
    }
  });

  test('a target is an http address in absolute form', () => {
    assert.deepEqual(readAbsoluteTarget('HTTP://A.example?x=1'), { host: 'a.example', port: 80, path: '/?x=1' });
    for (const given of [
      '/a',
      'http:/a.example',
      'http:///a',
      'https://a.example/',
      'http://a.example/\\b',
      'http://a.example/#x',
      'http://a.example\\@b.example/',
      'http://a.example /',
    ]) {
      assert.equal(readAbsoluteTarget(given), undefined, given);
    }
  });
});

test('addresses that are not of the public internet are closed', () => {
  const closed = [
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.2',
    '169.254.169.254',
    '172.31.0.1',
    '192.168.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:93.184.215.14',
    '::ffff:0a00:1',
    '::7f00:1',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    '2001:0:1::',
    'nonsense',
    '',
  ];
  for (const address of closed) assert.ok(isClosedAddress(address), address);
  for (const address of ['93.184.215.14', '100.128.0.1', '172.32.0.1', '2606:4700::1111', '2a00:1450::1'])
    assert.ok(!isClosedAddress(address), address);
  assert.ok(isClosedAddress('93.184.215.14', new Set(['93.184.215.14'])));
});

describe('the name in a TLS hello', () => {
  test('is read from a real one', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    const client = connect({ host: '127.0.0.1', port: address.port, servername: 'www.example.org' });
    client.on('error', () => undefined);
    const bytes = await new Promise<Buffer>((resolve) => {
      server.once('connection', (socket) => {
        socket.once('data', (data) => {
          resolve(Buffer.from(data));
          socket.destroy();
        });
      });
    });
    assert.deepEqual(readClientHello(bytes), { kind: 'hello', serverName: 'www.example.org' });
    client.destroy();
    server.close();
  });

  test('asks for more at every cut, and is the same however it is cut', () => {
    const whole = clientHello({ serverName: 'a.example', recordSize: 60 });
    for (let end = 0; end < whole.length; end++)
      assert.equal(readClientHello(whole.subarray(0, end)).kind, 'more', String(end));
    assert.deepEqual(readClientHello(whole), { kind: 'hello', serverName: 'a.example' });
    assert.deepEqual(readClientHello(clientHello({ serverName: null })), { kind: 'hello', serverName: null });
  });

  test('never throws and never reads past the end, whatever one byte is changed to', () => {
    const whole = clientHello({ serverName: 'a.example' });
    for (let at = 0; at < whole.length; at++) {
      for (const value of [0, 1, 127, 255]) {
        const changed = Buffer.from(whole);
        changed[at] = value;
        const read = readClientHello(changed);
        if (read.kind === 'hello' && read.serverName !== null) assert.ok(read.serverName.length <= 9);
      }
    }
  });

  test('what is not TLS, and what is too long, is said to be so', () => {
    assert.equal(readClientHello(Buffer.from('GET / HTTP/1.1')).kind, 'not-tls');
    assert.equal(readClientHello(Buffer.from([22, 2])).kind, 'not-tls');
    assert.equal(readClientHello(clientHello({ serverName: 'a.example', padding: HELLO_LIMIT + 100 })).kind, 'bad');
    assert.equal(readClientHello(clientHello({ serverName: 'a.example', again: 'b.example' })).kind, 'bad');
  });
});

test('Connection cannot take away a field that matters', () => {
  const raw = [
    'Connection',
    'X-A, Cookie',
    'X-A',
    '1',
    'Cookie',
    'c',
    'Set-Cookie',
    'a',
    'Set-Cookie',
    'b',
    'TE',
    'trailers',
  ];
  assert.deepEqual(endToEnd(raw), ['Cookie', 'c', 'Set-Cookie', 'a', 'Set-Cookie', 'b']);
});

describe('the time that counts', () => {
  function jumping(): { clock: Clock; jump: (ms: number) => void; pass: (ms: number) => void } {
    let wall = 1_000_000;
    let monotonic = 0;
    return {
      clock: { now: () => Temporal.Instant.fromEpochMilliseconds(wall), monotonicMs: () => monotonic },
      jump: (ms) => (wall += ms),
      pass: (ms) => {
        wall += ms;
        monotonic += ms;
      },
    };
  }

  test('goes on when the wall clock is turned back, with an alarm for as long as it lags', () => {
    const { clock, jump, pass } = jumping();
    const steady = steadyClock(clock);
    jump(-3_600_000);
    pass(10_000);
    assert.equal(steady.nowMs(), 1_010_000);
    assert.match(steady.jump() ?? '', /turned back by 3600 seconds/);
    jump(3_600_000);
    assert.equal(steady.nowMs(), 1_010_000);
  });

  test('follows the wall clock forward, with an alarm for an hour', () => {
    const { clock, jump, pass } = jumping();
    const steady = steadyClock(clock);
    jump(60_000);
    assert.equal(steady.nowMs(), 1_060_000);
    assert.match(steady.jump() ?? '', /forward by 60 seconds/);
    pass(ALARM_MS - 1);
    assert.match(steady.jump() ?? '', /forward by 60 seconds/);
    pass(1);
    assert.equal(steady.jump(), undefined);
  });

  test('is quiet about small corrections, and never behind another thread', () => {
    const { clock, jump } = jumping();
    const steady = steadyClock(clock);
    jump(JUMP_MS);
    assert.equal(steady.jump(), undefined);
    const { clock: other, jump: more } = jumping();
    const alarmed = steadyClock(other);
    more(JUMP_MS + 1);
    assert.match(alarmed.jump() ?? '', /jumped forward/);
    steady.atLeast(2_000_000);
    assert.equal(steady.nowMs(), 2_000_000);
  });
});

test('visits are one line at once and one with the rest of the minute', () => {
  const clock = manualClock('2026-11-21T10:00:00Z');
  const events: FilterEvent[] = [];
  const visits = visitCounter(
    (event) => events.push(event),
    () => clock.now().epochMilliseconds,
  );
  const visit: Visit = {
    person: 'sam',
    knownBy: 'sign-in',
    address: '10.0.0.1',
    profile: 'ks2',
    ruleset: '1.1',
    host: 'a.example',
    port: 80,
    scheme: 'http',
    tier: 8,
    rule: 'uncategorised-allowed',
    list: null,
    clause: null,
  };
  for (let i = 0; i < 200; i++) visits.count(visit);
  visits.count({ ...visit, host: 'b.example' });
  visits.flush(false);
  assert.equal(events.length, 2);
  clock.advance({ minutes: 1 });
  visits.flush(false);
  visits.flush(false);
  assert.deepEqual(
    events.map((each) => (each.type === 'visited' ? [each.host, each.count] : [])),
    [
      ['a.example', 1],
      ['b.example', 1],
      ['a.example', 199],
    ],
  );
});
