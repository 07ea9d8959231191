import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listTable, type ListQuestion } from './list-table.ts';

function question(changes: Partial<ListQuestion> = {}): ListQuestion {
  return {
    caption: 'Concerns',
    address: '/incidents',
    query: { state: 'open', page: '3', sort: 'when', order: 'descending' },
    columns: [
      { key: 'when', text: 'When', sortable: true },
      { key: 'who', text: 'About', sortable: true },
      { key: 'state', text: 'State' },
    ],
    sort: { key: 'when', descending: true },
    page: { number: 3, size: 10, total: 95 },
    rows: [],
    why: 'open, newest first',
    noun: ['concern', 'concerns'],
    ...changes,
  };
}

test('sorting keeps the other filters and starts again at page 1', () => {
  const table = listTable(question());
  assert.deepEqual(
    table.columns.map(({ href, sorted }) => ({ href, sorted })),
    [
      { href: '/incidents?state=open&sort=when&order=ascending', sorted: 'descending' },
      { href: '/incidents?state=open&sort=who&order=ascending', sorted: undefined },
      { href: undefined, sorted: undefined },
    ],
  );
});

test('a column sorted upwards offers the other direction', () => {
  const table = listTable(question({ sort: { key: 'who', descending: false } }));
  const who = table.columns.find(({ key }) => key === 'who');
  assert.deepEqual([who?.href, who?.sorted], ['/incidents?state=open&sort=who&order=descending', 'ascending']);
});

test('pages near the current one are offered, with gaps marked once', () => {
  const table = listTable(question({ page: { number: 5, size: 10, total: 95 } }));
  assert.deepEqual(
    table.pages.map((page) => (page.ellipsis === true ? '…' : page.number)),
    [1, '…', 4, 5, 6, '…', 10],
  );
  assert.equal(table.pages[0]?.href, '/incidents?state=open&sort=when&order=descending');
  assert.equal(table.next, '/incidents?state=open&page=6&sort=when&order=descending');
});

test('a list that fits on one page has no pager and says how many and why', () => {
  const table = listTable(question({ page: { number: 1, size: 10, total: 1 } }));
  assert.deepEqual(table.pages, []);
  assert.equal(table.next, undefined);
  assert.equal(table.previous, undefined);
  assert.equal(table.summary, '1 concern: open, newest first');
  assert.equal(listTable(question()).summary, '21 to 30 of 95 concerns: open, newest first');
});
