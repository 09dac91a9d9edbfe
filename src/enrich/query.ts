import { boundedText, boundedTextOrNull } from './bounded-text.ts';

/** How much of a path and of a query parameter is kept, in UTF-16 units. */
export const MAX_PATH_LENGTH = 1024;
export const MAX_PARAMETER_LENGTH = 256;

/**
 * The path of a page for people to read: decoded, without query, fragment and trailing slash; `/` for the front page;
 * null for a missing one. Never throws.
 */
export function pagePath(path: string | null): string | null {
  if (path === null) return null;
  const raw = path.slice(0, 4 * MAX_PATH_LENGTH);
  const query = raw.search(/[?#]/);
  const decoded = boundedText(decodedPath(query < 0 ? raw : raw.slice(0, query)), MAX_PATH_LENGTH);
  let end = decoded.length;
  while (end > 0 && decoded.charAt(end - 1) === '/') end -= 1;
  return end === 0 ? '/' : decoded.slice(0, end);
}

/**
 * The value of a query parameter as forms encode it (`+` is a space), trimmed; null for an empty or missing one.
 * Bytes that are no UTF-8 become U+FFFD, as in browsers. Never throws.
 */
export function queryValue(value: string | null): string | null {
  if (value === null) return null;
  const raw = value.slice(0, 12 * MAX_PARAMETER_LENGTH);
  if (!/[+%]/.test(raw)) return boundedTextOrNull(raw, MAX_PARAMETER_LENGTH);
  const decoded = new URLSearchParams(`value=${raw.replaceAll('&', '%26')}`).get('value');
  return boundedTextOrNull(decoded, MAX_PARAMETER_LENGTH);
}

/** Decodes what is valid UTF-8; leaves the rest, and `%2F`, `%3F`, `%23` and `%25`, which would change what the path means. */
function decodedPath(path: string): string {
  if (!path.includes('%')) return path;
  return path.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURI(run.replaceAll('%25', '%2525'));
    } catch {
      return run;
    }
  });
}
