import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Unusable } from '../errors/errors.ts';
import { describeAddress, readStoreAddress } from './store-address.ts';

const read = (text: string): string => readStoreAddress((_name, fallback) => text || fallback, '/srv/data');

test('records are in SQLite in the data folder unless a database is named', () => {
  assert.equal(read(''), '/srv/data/schoolgate.db');
  for (const url of [
    'postgresql://schoolgate@localhost/schoolgate',
    'postgres://schoolgate:secret@127.0.0.1:5433/school',
    'postgresql://schoolgate@/school?host=/run/postgresql',
    'postgresql://schoolgate@db.example.org/school?sslmode=verify-full',
    'postgresql://schoolgate@db/school?sslmode=disable',
  ]) {
    assert.equal(read(url), url);
  }
});

test('an address that is none is refused, and its password is not repeated', () => {
  for (const text of ['mysql://x:hunter2@localhost/school', 'postgresql://x:hunter2@localhost', 'hunter2']) {
    assert.throws(
      () => read(text),
      (error: unknown) => {
        assert.ok(error instanceof Unusable);
        assert.match(error.message, /SCHOOLGATE_DATABASE_URL.*postgresql:\/\/schoolgate@localhost/);
        assert.doesNotMatch(error.message, /hunter2/);
        return true;
      },
    );
  }
});

test('records go over a network only where it is said how they are protected', () => {
  for (const more of ['', '?sslmode=require', '?sslmode=prefer']) {
    assert.throws(() => read(`postgresql://x:hunter2@db.example.org/school${more}`), /over the network.*verify-full/);
  }
});

test('an address is shown without its password', () => {
  assert.equal(
    describeAddress('postgresql://schoolgate:hunter2@db.example.org:5433/school?password=hunter2'),
    'PostgreSQL database school at db.example.org:5433',
  );
  assert.equal(
    describeAddress('postgresql://schoolgate@/school?host=/run/postgresql'),
    'PostgreSQL database school at /run/postgresql',
  );
  assert.equal(describeAddress('/srv/data/schoolgate.db'), '/srv/data/schoolgate.db');
});
