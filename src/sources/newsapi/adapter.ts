import { articleEvent } from '../article.ts';
import { type Adapted, type Adapter, rejected, SKIPPED } from '../contract.ts';
import { htmlText } from '../wire/html-text.ts';
import { adaptObject, rawOf } from '../wire/json-message.ts';
import { type Fields, instantOfText, objectOf, textOf } from '../wire/values.ts';

/** Replies of NewsAPI (`everything` and `top-headlines`). */
export const newsapi: Adapter = {
  name: 'newsapi',
  stream: 'articles',
  about: 'replies of NewsAPI',
  unit: 'json',
  endings: [],
  recognises: ({ value }) => {
    const reply = objectOf(value);
    return reply !== undefined && (isError(reply) || (reply['status'] === 'ok' && 'articles' in reply));
  },
  complaint: (reply) => {
    const fields = objectOf(reply);
    return fields !== undefined && isError(fields) ? complaintOf(fields) : null;
  },
  adapt: (message) => adaptObject(message, adaptReply),
};

function isError(reply: Fields): boolean {
  return reply['status'] === 'error' && 'code' in reply;
}

function complaintOf(reply: Fields): string {
  const parts = [textOf(reply['code']), textOf(reply['message'])];
  return parts.filter((part) => part !== undefined).join(': ') || 'an error of unknown kind';
}

function adaptReply(reply: Fields): Iterable<Adapted> {
  if (isError(reply)) return [rejected('error_reply')];
  const { articles } = reply;
  if (!Array.isArray(articles)) return [rejected('not_a_message')];
  if (articles.length === 0) return [SKIPPED];
  return articles.map((article: unknown) =>
    adaptArticle(objectOf(article), rawOf({ status: 'ok', articles: [article] })),
  );
}

/** What stands in every field of an article that was taken back. */
const REMOVED = '[Removed]';

function adaptArticle(article: Fields | undefined, raw: string | undefined): Adapted {
  if (article === undefined) return rejected('not_a_message', raw);
  if (article['title'] === REMOVED && article['description'] === REMOVED) return SKIPPED;
  return articleEvent(
    {
      url: textOf(article['url']),
      published_at: instantOfText(article['publishedAt']),
      source_name: textOf(objectOf(article['source'])?.['name']),
      author: textOf(article['author']),
      title: plain(article['title']),
      description: plain(article['description']),
      content: withoutRest(plain(article['content'])),
    },
    raw,
  );
}

function plain(value: unknown): string | undefined {
  return textOf(htmlText(textOf(value) ?? '').text);
}

/** Longest mark of a text that was cut: ` [+1234567890 chars]`. */
const MARK = 24;

/** Content is cut after 200 characters, with a note of how many are missing. */
function withoutRest(content: string | undefined): string | undefined {
  const at = content?.lastIndexOf('[+') ?? -1;
  if (content === undefined || at < 0 || content.length - at > MARK) return content;
  return /^\[\+\d+ chars\]$/.test(content.slice(at)) ? textOf(content.slice(0, at).trimEnd()) : content;
}
