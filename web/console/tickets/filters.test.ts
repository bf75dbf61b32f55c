import { describe, expect, it } from 'vitest';

import { changed, ticketQuery } from './filters';

const query = (search: string) => ticketQuery(new URLSearchParams(search), 'lan');

describe('the filters in the address', () => {
  it('ask for what still runs unless told otherwise', () => {
    expect(query('')).toEqual({ open: true, limit: 20, offset: 0 });
    expect(query('status=all')).toEqual({ limit: 20, offset: 0 });
    expect(query('status=refunding&level=supervisor&mine=1')).toEqual({
      ...{ status: 'refunding', level: 'supervisor', assignee: 'lan' },
      ...{ limit: 20, offset: 0 },
    });
  });

  it('read a number as people write it', () => {
    expect(query('text=AS%202603-020001').text).toBe('AS2603020001');
  });

  it('go back to the first page when another list is asked for', () => {
    const third = new URLSearchParams('page=3&type=repair');
    expect(ticketQuery(third, 'lan').offset).toBe(40);
    expect(changed(third, 'status', 'all').toString()).toBe('type=repair&status=all');
    expect(changed(third, 'type', null).toString()).toBe('');
  });
});
