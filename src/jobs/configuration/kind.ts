import path from 'node:path';
import { isStoreUrl, parseStoreUrl, printPlace } from '../../lake/store/place.ts';

/** What a setting's text was read as; null when it is not an allowed one. */
export type Parsed<T> = { readonly value: T } | null;

/** How the text of a setting becomes its value, whichever source it comes from. */
export interface Kind<T> {
  /** The allowed values in words; it follows "must be". */
  readonly allowed: string;
  /** Stands for the value in a help text. */
  readonly placeholder: string;
  /** `folder` is what a relative path is relative to. */
  parse(text: string, folder: string): Parsed<T>;
  print(value: T): string;
}

/** Any text that is not empty. */
export function word(allowed: string, placeholder: string): Kind<string> {
  return {
    allowed,
    placeholder,
    parse: (text) => (text === '' ? null : { value: text }),
    print: (value) => value,
  };
}

/** A file or folder, made absolute. */
export const folderPath: Kind<string> = {
  allowed: 'the path of a folder',
  placeholder: 'folder',
  parse: (text, folder) => (text === '' ? null : { value: path.resolve(folder, text) }),
  print: (value) => value,
};

/** Where a lake is: a folder, or a place in an S3-compatible store. */
export const lakePlace: Kind<string> = {
  allowed: 'the path of a folder, or a place such as s3://bucket/prefix',
  placeholder: 'folder|s3://bucket/prefix',
  parse: (text, folder) => {
    if (!isStoreUrl(text)) return folderPath.parse(text, folder);
    const place = parseStoreUrl(text);
    return place === null ? null : { value: printPlace(place) };
  },
  print: (value) => value,
};

/** A file, made absolute. */
export const filePath: Kind<string> = { ...folderPath, allowed: 'the path of a file', placeholder: 'file' };

/** Yes or no. */
export const onOff: Kind<boolean> = {
  allowed: 'on or off (also: true, false, yes, no)',
  placeholder: 'on|off',
  parse: (text) => {
    const lower = text.toLowerCase();
    if (['on', 'true', 'yes'].includes(lower)) return { value: true };
    return ['off', 'false', 'no'].includes(lower) ? { value: false } : null;
  },
  print: (value) => (value ? 'on' : 'off'),
};

/** A whole number within limits, both included; `_` may group its digits. */
export function whole(limits: { min: number; max?: number; unit?: string }): Kind<number> {
  const { min, max = Number.MAX_SAFE_INTEGER, unit } = limits;
  const range = max === Number.MAX_SAFE_INTEGER ? `from ${min} on` : `from ${min} to ${max}`;
  return {
    allowed: `a whole number ${range}${unit === undefined ? '' : ` (${unit})`}`,
    placeholder: unit ?? 'number',
    parse: (text) => {
      if (!/^\d[\d_]*$/.test(text)) return null;
      const value = Number(text.replaceAll('_', ''));
      return value >= min && value <= max ? { value } : null;
    },
    print: String,
  };
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
};
const BINARY = ['TiB', 'GiB', 'MiB', 'KiB'] as const;

function printBytes(value: number): string {
  const unit = BINARY.find((name) => value % (UNITS[name.toUpperCase()] ?? 1) === 0 && value > 0);
  return unit === undefined ? `${value} B` : `${value / (UNITS[unit.toUpperCase()] ?? 1)} ${unit}`;
}

/** A number of bytes with or without a unit: `10 GiB`, `512MB`, `1048576`. `min` is in bytes. */
export function byteSize(min: number): Kind<number> {
  return {
    allowed: `a size of at least ${printBytes(min)}, such as 512MB or 10GiB`,
    placeholder: 'size',
    parse: (text) => {
      const match = /^(\d[\d_]*(?:\.\d+)?)\s*([A-Za-z]*)$/.exec(text);
      const factor = UNITS[(match?.[2] ?? '?').toUpperCase()];
      if (match === null || factor === undefined) return null;
      const value = Math.round(Number((match[1] ?? '').replaceAll('_', '')) * factor);
      return value >= min && Number.isSafeInteger(value) ? { value } : null;
    },
    print: printBytes,
  };
}

/** Another kind's value, or one word that means "none given". */
export function orWord<T, const W extends string>(name: W, kind: Kind<T>): Kind<T | W> {
  const isWord = (value: T | W): value is W => value === name;
  return {
    allowed: `${name}, or ${kind.allowed}`,
    placeholder: `${name}|${kind.placeholder}`,
    parse: (text, folder) => (text.toLowerCase() === name ? { value: name } : kind.parse(text, folder)),
    print: (value) => (isWord(value) ? value : kind.print(value)),
  };
}

/** Words with commas between them; `none` is the empty list. */
export function list(allowed: string, placeholder: string): Kind<readonly string[]> {
  return {
    allowed,
    placeholder,
    parse: (text) => {
      if (text === '' || text.toLowerCase() === 'none') return { value: [] };
      const parts = text.split(',').map((part) => part.trim());
      return parts.includes('') ? null : { value: parts };
    },
    print: (value) => (value.length === 0 ? 'none' : value.join(',')),
  };
}

/** One of a few words. */
export function choice<const W extends string>(words: readonly W[]): Kind<W> {
  return {
    allowed: `one of ${words.join(', ')}`,
    placeholder: words.join('|'),
    parse: (text) => {
      const value = words.find((name) => name === text.toLowerCase());
      return value === undefined ? null : { value };
    },
    print: (value) => value,
  };
}

/** The address of a PostgreSQL database. */
export const databaseUrl: Kind<string> = {
  allowed: 'an address such as postgresql://user:password@host:5432/database',
  placeholder: 'url',
  parse: (text) => {
    if (!URL.canParse(text)) return null;
    return ['postgres:', 'postgresql:'].includes(new URL(text).protocol) ? { value: text } : null;
  },
  print: (value) => value,
};

/** Addresses of brokers with commas between them, each `host:port`; `none` is the empty list. */
export const brokers: Kind<readonly string[]> = {
  ...list('addresses such as kafka-1:9092,kafka-2:9092', 'host:port'),
  parse: (text) => {
    const parsed = list('', '').parse(text, '');
    return parsed?.value.every((one) => BROKER.test(one) && portOf(one) <= 65_535) ? parsed : null;
  },
};

const BROKER = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}$/;

function portOf(broker: string): number {
  return Number(broker.slice(broker.lastIndexOf(':') + 1));
}

/** The beginning of the names of Kafka topics: what Kafka allows in them, short enough for what follows. */
export const topicPrefix: Kind<string> = {
  allowed: 'up to 100 letters, digits, dots, underscores and hyphens',
  placeholder: 'text',
  parse: (text) => (/^[A-Za-z0-9._-]{0,100}$/.test(text) ? { value: text } : null),
  print: (value) => value,
};

/** The address of an HTTP server, without a slash at its end. */
export const httpUrl: Kind<string> = {
  allowed: 'an address such as http://host:8081',
  placeholder: 'url',
  parse: (text) => {
    if (!URL.canParse(text) || !['http:', 'https:'].includes(new URL(text).protocol)) return null;
    return { value: text.replace(/\/+$/, '') };
  },
  print: (value) => value,
};

/** The address of a PostgreSQL database as Java programs write it. */
export const jdbcUrl: Kind<string> = {
  allowed: 'an address such as jdbc:postgresql://host:5432/database',
  placeholder: 'url',
  parse: (text) =>
    text.startsWith('jdbc:postgresql://') && URL.canParse(text.slice('jdbc:'.length))
      ? { value: text }
      : null,
  print: (value) => value,
};

/** Topics, each with the stream whose events it holds; `none` is the empty list. */
export const topicsOfStreams: Kind<readonly { readonly stream: string; readonly topic: string }[]> = {
  allowed: 'streams with a topic each, such as posts=shop.posts,web-behaviour=clicks',
  placeholder: 'stream=topic',
  parse: (text) => {
    const pairs = list('', '')
      .parse(text, '')
      ?.value.map((pair) => STREAM_AND_TOPIC.exec(pair)) ?? [null];
    const value = pairs.flatMap((pair) => {
      const [, stream, topic] = pair ?? [];
      return stream === undefined || topic === undefined ? [] : [{ stream, topic }];
    });
    return value.length === pairs.length ? { value } : null;
  },
  print: (value) =>
    value.length === 0 ? 'none' : value.map(({ stream, topic }) => `${stream}=${topic}`).join(','),
};

const STREAM_AND_TOPIC = /^([a-z][a-z0-9-]*)=([A-Za-z0-9._-]{1,249})$/;
