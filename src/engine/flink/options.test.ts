import { describe, expect, it } from 'vitest';
import { jdbcOf, sinkUrl } from './options.ts';

describe('the address of a warehouse', () => {
  it.each([
    ['postgresql://db:5432/x', 'jdbc:postgresql://db:5432/x', undefined],
    ['postgres://me:hush@db/x?sslmode=require', 'jdbc:postgresql://db/x?sslmode=require', 'me'],
    [
      'jdbc:postgresql://db/x?user=me&password=hush&sslmode=require',
      'jdbc:postgresql://db/x?sslmode=require',
      'me',
    ],
    ['postgresql://m%20e:hush@[::1]:5433/x', 'jdbc:postgresql://[::1]:5433/x', 'm e'],
  ])('%s', (address, url, user) => {
    expect(jdbcOf(address)).toMatchObject({ url, user });
    expect(jdbcOf(address).password).toBe(address.includes('hush') ? 'hush' : undefined);
  });

  it('is refused without repeating it', () => {
    expect(() => jdbcOf('mysql://me:hush@db/x')).toThrow(/^(?!.*hush)/);
  });

  it('gets what the sinks need', () => {
    expect(sinkUrl({ jdbcUrl: 'jdbc:postgresql://db/x' })).toMatch(/x\?reWrite.*&stringtype=unspecified$/);
    expect(sinkUrl({ jdbcUrl: 'jdbc:postgresql://db/x?a=1' })).toMatch(/a=1&reWrite/);
  });
});
