import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainRefusal, parseAccessLogLine } from './access-log.ts';

const LINE =
  '203.0.113.9 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif?a=1 HTTP/1.0" 200 2326 "http://www.example.com/start.html" "Mozilla/4.08 [en] (Win98; I ;Nav)"';

const line = (parts: { time?: string; request?: string; rest?: string }) =>
  `h - - [${parts.time ?? '10/Oct/2000:13:55:36 +0000'}] "${parts.request ?? 'GET / HTTP/1.1'}" ${parts.rest ?? '200 1 "-" "-"'}`;

describe('parseAccessLogLine', () => {
  it("reads the example of Apache's manual", () => {
    expect(parseAccessLogLine(LINE)).toEqual({
      host: '203.0.113.9',
      user: 'frank',
      time: Date.parse('2000-10-10T13:55:36-07:00'),
      method: 'GET',
      path: '/apache_pb.gif?a=1',
      protocol: 'HTTP/1.0',
      status: 200,
      bytes: 2326,
      referrer: 'http://www.example.com/start.html',
      userAgent: 'Mozilla/4.08 [en] (Win98; I ;Nav)',
    });
  });

  it('takes - as missing, and the common format as combined without its end', () => {
    const missing = { user: null, status: null, bytes: null, referrer: null, userAgent: null };
    expect(parseAccessLogLine(line({ rest: '- - "-" "-"' }))).toMatchObject(missing);
    expect(parseAccessLogLine(line({ rest: '200 5' }))).toMatchObject({
      bytes: 5,
      referrer: null,
      userAgent: null,
    });
    expect(parseAccessLogLine(line({ rest: '200 5 "-" "ua" 0.013 "10.0.0.1"\r\n' }))).toMatchObject({
      userAgent: 'ua',
    });
  });

  it.each([
    ['GET /a b HTTP/1.1', 'GET', '/a b', 'HTTP/1.1'],
    ['GET /', 'GET', '/', null],
    ['M-SEARCH * HTTP/1.1', 'M-SEARCH', '*', 'HTTP/1.1'],
    ['GET http://a.de/x HTTP/1.1', 'GET', 'http://a.de/x', 'HTTP/1.1'],
    [String.raw`GET /say\"hi\" HTTP/1.1`, 'GET', '/say"hi"', 'HTTP/1.1'],
    [String.raw`GET /\x22\xC3\xA9 HTTP/1.1`, 'GET', '/"é', 'HTTP/1.1'],
    ['-', null, null, null],
    ['', null, null, null],
    [String.raw`\x16\x03\x01\x02\x00`, null, null, null],
    ['quit', null, null, null],
    ['get / HTTP/1.1', null, null, null],
  ])('request "%s"', (request, method, path, protocol) => {
    expect(parseAccessLogLine(line({ request }))).toMatchObject({ method, path, protocol });
  });

  it.each([
    ['29/Feb/2024:23:59:59 +0530', '2024-02-29T23:59:59+05:30'],
    ['01/Jan/2025:00:00:00 -0330', '2025-01-01T00:00:00-03:30'],
    ['31/Dec/2016:23:59:60 +0000', '2017-01-01T00:00:00Z'],
    ['17/May/2015:10:05:03 +1400', '2015-05-17T10:05:03+14:00'],
  ])('time %s is %s', (time, iso) => {
    expect(parseAccessLogLine(line({ time }))?.time).toBe(Date.parse(iso));
  });

  it('reads names and users with spaces and brackets', () => {
    expect(parseAccessLogLine(LINE.replace('frank', 'John [x] Doe'))?.user).toBe('John [x] Doe');
    expect(parseAccessLogLine(LINE.replace('203.0.113.9', '2001:db8::1'))?.host).toBe('2001:db8::1');
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['word', 'no client'],
    ['{"id": "1"}', 'no time in brackets'],
    [LINE.slice(0, 30), 'no time in brackets'],
    [line({ time: '30/Feb/2024:00:00:00 +0000' }), 'impossible time'],
    [line({ time: '10/Okt/2000:13:55:36 +0000' }), 'impossible time'],
    [line({ time: '10/Oct/2000:24:00:00 +0000' }), 'impossible time'],
    [line({ time: '10/Oct/2000:13:55:36 +9999' }), 'impossible time'],
    [LINE.slice(0, LINE.indexOf('"')), 'no request in quotes'],
    [LINE.slice(0, 60), 'cut off inside a quoted field'],
    [LINE.slice(0, LINE.indexOf(' 200')), 'no status'],
    [LINE.slice(0, LINE.indexOf(' 2326')), 'no size'],
    [LINE.slice(0, -1), 'cut off inside a quoted field'],
    [line({ rest: 'ok 1' }), 'no status'],
    [line({ rest: '200 many' }), 'no size'],
  ])('refuses %s: %s', (text, reason) => {
    expect(parseAccessLogLine(text)).toBeNull();
    expect(explainRefusal(text)).toBe(reason);
  });

  it('parses or refuses every beginning of a line, and any text', () => {
    for (let end = 0; end <= LINE.length; end += 1) {
      const head = LINE.slice(0, end);
      expect(parseAccessLogLine(head) === null).toBe(explainRefusal(head) !== null);
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseAccessLogLine(text)).toEqual(parseAccessLogLine(text));
      }),
    );
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'[]"\\ -:/x0') }),
        (text) => void parseAccessLogLine(line({ request: text, rest: text })),
      ),
    );
  });

  it('is linear on hostile lines', () => {
    const started = performance.now();
    for (const piece of [' [', '"', '\\', '\\"', '\\x', '\\x41', ' ', '[10/Oct', 'a']) {
      const junk = piece.repeat(1_000_000 / piece.length);
      for (const text of [
        junk,
        `h ${junk}`,
        line({ request: junk }),
        line({ rest: `200 1 "${junk}` }),
        line({ rest: junk }),
      ]) {
        parseAccessLogLine(text);
      }
    }
    expect(performance.now() - started).toBeLessThan(4_000);
  });
});

const SAMPLE = new URL('../../../shared/data/access-log/combined-2000.log', import.meta.url);
const why = existsSync(SAMPLE) ? '' : ' (skipped: ../shared/data/access-log is not there)';

describe.skipIf(!existsSync(SAMPLE))(`2,000 real lines${why}`, () => {
  it('agree with a plain regular expression, line by line', () => {
    const lines = readFileSync(SAMPLE, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(2000);
    const pattern =
      /^(\S+) \S+ (\S+) \[(\d+)\/(\w+)\/(\d+):(\S+) \+0000\] "(\S+) (\S+) (\S+)" (\d+) (\d+|-) "([^"]*)" "([^"]*)"$/;
    for (const text of lines) {
      const found = pattern.exec(text);
      const entry = parseAccessLogLine(text);
      expect(found, text).not.toBeNull();
      expect(entry, text).not.toBeNull();
      const dash = (value: string | undefined) => (value === '-' || value === undefined ? null : value);
      expect(entry).toEqual({
        host: found?.[1],
        user: dash(found?.[2]),
        time: Date.parse(`${found?.[3]} ${found?.[4]} ${found?.[5]} ${found?.[6]} UTC`),
        method: found?.[7],
        path: found?.[8],
        protocol: found?.[9],
        status: Number(found?.[10]),
        bytes: found?.[11] === '-' ? null : Number(found?.[11]),
        referrer: dash(found?.[12]),
        userAgent: dash(found?.[13]),
      });
    }
  });
});
