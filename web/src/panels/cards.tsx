import type { ReactNode } from 'react';
import type { Row, Value } from '../api/types.ts';
import { exactNumber, numberOf, shortNumber } from '../number/format.ts';
import { instantWords } from '../time-range/words.ts';
import type { BodyProps } from './panel-body.tsx';

function textOf(value: Value | undefined): string | undefined {
  return typeof value === 'string' && value !== '' && value !== 'undefined' ? value : undefined;
}

/** An address of the web; anything else that stands there is not made a link. */
export function webAddress(value: Value | undefined): string | undefined {
  const text = textOf(value);
  if (text === undefined || !/^https?:\/\//i.test(text)) return undefined;
  return URL.canParse(text) ? text : undefined;
}

const MOODS: Readonly<Record<string, string>> = {
  negative: 'var(--mood-negative)',
  neutral: 'var(--mood-neutral)',
  positive: 'var(--mood-positive)',
};

const COUNTS = ['likes', 'reposts', 'replies', 'quotes'] as const;

function Mood({ row }: { row: Row }): ReactNode {
  const mood = textOf(row['sentiment']);
  if (mood === undefined || MOODS[mood] === undefined) return null;
  const polarity = numberOf(row['polarity']);
  return (
    <span
      className="card-mood"
      style={{ color: MOODS[mood] }}
      title={polarity === null ? undefined : `polarity ${polarity.toFixed(2)}, from -1 to 1`}
    >
      {mood}
    </span>
  );
}

/** One post or article: whose, when, what, and how it was received. Everything from outside is text. */
function Card({ row }: { row: Row }): ReactNode {
  const when = textOf(row['created_at']) ?? textOf(row['published_at']);
  const who = textOf(row['author_name']) ?? textOf(row['source_name']) ?? textOf(row['author_id']);
  const followers = numberOf(row['author_followers']);
  const address = webAddress(row['url']);
  const title = textOf(row['title']);
  const body = textOf(row['text']) ?? textOf(row['description']);
  const place = textOf(row['platform']) ?? textOf(row['author']);
  return (
    <article className="card">
      <header className="card-head">
        <span className="card-who cut">{who ?? 'unknown'}</span>
        {followers === null ? null : (
          <span className="muted" title={`${exactNumber(followers)} followers`}>
            {shortNumber(followers)} followers
          </span>
        )}
        {place === undefined ? null : <span className="muted">{place}</span>}
        {when === undefined ? null : (
          <time className="muted" dateTime={when}>
            {instantWords(Date.parse(when))}
          </time>
        )}
      </header>
      {title === undefined ? null : <h3 className="card-title">{title}</h3>}
      {body === undefined ? null : (
        <p className="card-text" lang={textOf(row['language'])} dir="auto">
          {body}
        </p>
      )}
      <footer className="card-foot">
        {COUNTS.map((name) => {
          const count = numberOf(row[name]);
          return count === null ? null : (
            <span key={name} title={`${exactNumber(count)} ${name}`}>
              <b>{shortNumber(count)}</b> {name}
            </span>
          );
        })}
        <Mood row={row} />
        {address === undefined ? null : (
          <a href={address} target="_blank" rel="noopener noreferrer nofollow">
            Original
          </a>
        )}
      </footer>
    </article>
  );
}

/** Events as their readers saw them. */
export function Cards({ result }: BodyProps): ReactNode {
  return (
    <ol className="cards">
      {result.rows.map((row, index) => (
        <li key={textOf(row['id']) ?? textOf(row['url']) ?? String(index)}>
          <Card row={row} />
        </li>
      ))}
    </ol>
  );
}
