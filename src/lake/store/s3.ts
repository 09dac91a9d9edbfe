import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import type { Objects } from './objects.ts';
import type { StorePlace } from './place.ts';
import { goneError, isMissing, toStoreError } from './store-error.ts';

/** How an S3-compatible store is reached. Credentials come from the environment, by the ways that the SDK knows. */
export interface StoreAccess {
  readonly place: StorePlace;
  /** `aws`: wherever the bucket is, or what the SDK's own configuration says. */
  readonly endpoint: string;
  /** `auto`: what the SDK's own configuration says; any where there is an endpoint. */
  readonly region: string;
  /** The bucket stands in the path of addresses instead of the host's name. */
  readonly pathStyle: boolean;
  /** Keys of one answer; default as many as the store gives. */
  readonly keysAtOnce?: number;
}

/** Stores that are no AWS take any region, but want one. */
const ANY_REGION = 'us-east-1';

const CONNECT_MS = 5_000;

/** A store that is silent for so long is away, in milliseconds. */
const SILENT_MS = 20_000;

/** The SDK tries again by itself what it can read twice; files that are sent it leaves to us. */
const TRIES = 3;
const TRY_AGAIN_MS = 200;

const SILENT_LOGGER = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

type Sdk = typeof import('@aws-sdk/client-s3');

/** Objects in a bucket. The SDK is loaded with the first request: it takes a tenth of a second and more. */
export function s3Objects(access: StoreAccess): Objects {
  const { bucket } = access.place;
  let opened: Promise<{ sdk: Sdk; client: S3Client }> | null = null;
  let under = new AbortController();

  /** Does something with the store, failing in words of the catalogue. */
  const ask = async <T>(
    work: (store: { sdk: Sdk; client: S3Client; abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<T> => {
    opened ??= open(access);
    const abortSignal = under.signal;
    try {
      return await work({ ...(await opened), abortSignal });
    } catch (error) {
      throw toStoreError(error, access.place, access.endpoint === 'aws' ? 'AWS' : access.endpoint);
    }
  };

  const putOnce = (key: string, file: string): Promise<void> =>
    ask(async ({ sdk, client, abortSignal }) => {
      const { size } = await stat(file);
      const body = createReadStream(file);
      const request = { Bucket: bucket, Key: key, Body: body, ContentLength: size };
      try {
        // The store compares the digest with what has arrived, and refuses what is not whole (D2).
        const command = new sdk.PutObjectCommand({ ...request, ContentMD5: await digestOf(file) });
        await client.send(command, { abortSignal });
      } finally {
        body.destroy();
      }
    });

  return {
    async put(key, file) {
      for (let tries = 1; ; tries += 1) {
        const { signal } = under;
        try {
          return await putOnce(key, file);
        } catch (error) {
          if (tries === TRIES || signal.aborted) throw error;
          await pause(TRY_AGAIN_MS * tries);
        }
      }
    },
    get: (key, file) =>
      ask(async ({ sdk, client, abortSignal }) => {
        try {
          const command = new sdk.GetObjectCommand({ Bucket: bucket, Key: key });
          const { Body: body } = await client.send(command, { abortSignal });
          if (!(body instanceof Readable)) throw new Error('an answer without a body');
          await pipeline(body, createWriteStream(file), { signal: abortSignal });
        } catch (error) {
          throw isMissing(error) ? goneError(key) : error;
        }
      }),
    remove: (key) =>
      ask(async ({ sdk, client, abortSignal }) => {
        await client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: key }), { abortSignal });
      }),
    list: (prefix) =>
      ask(async ({ sdk, client, abortSignal }) => {
        const keys: string[] = [];
        let token: string | undefined;
        const request = { Bucket: bucket, Prefix: prefix, MaxKeys: access.keysAtOnce };
        do {
          const page = await client.send(
            new sdk.ListObjectsV2Command({ ...request, ContinuationToken: token }),
            { abortSignal },
          );
          keys.push(...(page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key])));
          token = page.NextContinuationToken;
        } while (token !== undefined);
        return keys;
      }),
    interrupt() {
      under.abort();
      under = new AbortController();
    },
  };
}

async function open({ endpoint, region, pathStyle }: StoreAccess): Promise<{ sdk: Sdk; client: S3Client }> {
  const sdk = await import('@aws-sdk/client-s3');
  const isAws = endpoint === 'aws';
  const wanted = region === 'auto' && !isAws ? ANY_REGION : region;
  const client = new sdk.S3Client({
    ...(isAws ? {} : { endpoint }),
    ...(wanted === 'auto' ? {} : { region: wanted }),
    forcePathStyle: pathStyle,
    maxAttempts: TRIES,
    // Checksums behind the body are not understood by all stores; what is sent has a digest of its own.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: SILENT_MS, socketTimeout: SILENT_MS },
    logger: SILENT_LOGGER,
  });
  return { sdk, client };
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('md5');
  await pipeline(createReadStream(file), hash);
  return hash.digest('base64');
}
