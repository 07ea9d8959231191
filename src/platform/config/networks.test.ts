import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { Unusable } from '../errors/errors.ts';
import { isLoopback, PRIVATE_NETWORKS, readNetworks, readSchoolNetworks } from './networks.ts';

describe('networks', () => {
  const school = readSchoolNetworks('SCHOOLGATE_SCHOOL_NETWORKS', PRIVATE_NETWORKS);

  it('of a school hold private addresses and the machine itself, in every spelling', () => {
    for (const inside of [
      '10.3.2.1',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.20',
      '::ffff:192.168.1.20',
      'fd12::5',
      'fe80::1%eth0',
      '127.0.0.1',
      '::1',
    ])
      assert.ok(school.has(inside), inside);
  });

  it('of a school do not hold the internet, nor what is no address', () => {
    for (const outside of [
      '8.8.8.8',
      '172.32.0.1',
      '::ffff:8.8.8.8',
      '2a00:1450::1',
      '100.64.0.1',
      '0.0.0.0',
      '::',
      '',
      'localhost',
      '10.0.0.1, 8.8.8.8',
      '10.0.0.1.evil.example',
    ])
      assert.ok(!school.has(outside), outside);
  });

  it('hold exactly what is written, and nothing when nothing is', () => {
    const one = readNetworks('X', '192.0.2.7, 2001:db8::/32\n198.51.100.0/25');
    assert.deepEqual(one.written, ['192.0.2.7', '2001:db8::/32', '198.51.100.0/25']);
    assert.deepEqual(
      ['192.0.2.7', '192.0.2.8', '2001:db8:1::', '2001:db9::', '198.51.100.127', '198.51.100.128'].map(one.has),
      [true, false, true, false, true, false],
    );
    assert.ok(!readNetworks('X', '').has('127.0.0.1'));
  });

  for (const wrong of [
    'school',
    '10.0.0.0/33',
    '10.0.0/8',
    '0.0.0.0/0',
    '::/0',
    '10.0.0.1/-1',
    'fe80::/129',
    '10.0.0.1:80',
  ])
    it(`refuse “${wrong}”, naming the setting and the cure`, () => {
      assert.throws(
        () => readNetworks('SCHOOLGATE_TRUSTED_PROXY', wrong),
        (error) =>
          error instanceof Unusable &&
          error.where === 'SCHOOLGATE_TRUSTED_PROXY' &&
          error.message.includes(wrong) &&
          error.cure !== '',
      );
    });

  it('know this machine', () => {
    assert.deepEqual(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', '10.0.0.1'].map(isLoopback), [
      true,
      true,
      true,
      true,
      false,
    ]);
  });
});
