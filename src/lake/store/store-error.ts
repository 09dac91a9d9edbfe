import { CrosscurrentError } from '../../event/errors.ts';
import { printPlace, type StorePlace } from './place.ts';

/** What went wrong with a store, in words of the catalogue. */
export function toStoreError(error: unknown, place: StorePlace, endpoint: string): unknown {
  if (error instanceof CrosscurrentError || !(error instanceof Error) || isOfThisMachine(error)) return error;
  const [what, remedy] = explain(error, place, endpoint);
  return new CrosscurrentError('lake_unavailable', what, remedy, { cause: error });
}

/** A file here that is not there, or a disk without space. */
function isOfThisMachine(error: Error): boolean {
  return 'path' in error || ('code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT'));
}

/** Whether there is no such object. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && error.name === 'NoSuchKey';
}

/** Somebody has taken a file out of the lake between our hearing of it and our reading it. */
export function goneError(key: string): CrosscurrentError {
  return new CrosscurrentError(
    'file_not_found',
    `The lake file ${key} is not in the object store any more.`,
    'It was compacted or has expired meanwhile: try again. If it stays so, somebody has removed it: restore it.',
  );
}

const RIGHTS = 's3:ListBucket on the bucket; s3:GetObject, s3:PutObject and s3:DeleteObject on what is in it';

function explain(error: Error, place: StorePlace, endpoint: string): readonly [string, string] {
  const where = printPlace(place);
  switch (error.name) {
    case 'NoSuchBucket':
      return [`There is no bucket ${place.bucket} at ${endpoint}.`, 'Make it, or correct lake-dir.'];
    case 'AccessDenied':
    case 'Forbidden':
      return [`The object store does not allow what is needed at ${where}.`, `Allow ${RIGHTS}.`];
    case 'InvalidAccessKeyId':
    case 'SignatureDoesNotMatch':
    case 'ExpiredToken':
    case 'InvalidToken':
      return [
        `The object store at ${endpoint} does not take our credentials (${error.name}).`,
        'Correct AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN), or the profile or role that stands for them.',
      ];
    case 'CredentialsProviderError':
      return [
        'There are no credentials for the object store.',
        'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment, or AWS_PROFILE, or give this machine a role.',
      ];
    case 'PermanentRedirect':
    case 'AuthorizationHeaderMalformed':
    case 'IllegalLocationConstraintException':
      return [`The bucket ${place.bucket} is in another region.`, 'Set s3-region (AWS_REGION) to it.'];
    default:
      return explainOther(error, endpoint);
  }
}

function explainOther(error: Error, endpoint: string): readonly [string, string] {
  if (error.message === 'Region is missing') {
    return ['No region is set for the object store.', 'Set s3-region (AWS_REGION).'];
  }
  if (error.message.includes('ENOTFOUND')) {
    return [
      `The object store at ${endpoint} is not known by this name.`,
      'Check s3-endpoint; where buckets have no names of their own (MinIO, Ceph), set s3-path-style to on.',
    ];
  }
  return [
    `The object store at ${endpoint} cannot be reached, or does not answer as it should (${error.message || error.name}).`,
    'Nothing is lost: a running program waits for it. Check that it runs, and s3-endpoint.',
  ];
}
