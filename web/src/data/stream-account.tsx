import type { ReactNode } from 'react';
import type { StreamAudit } from '../api/types.ts';
import { byteWords, exactNumber } from '../number/format.ts';
import { ageWords } from '../time-range/words.ts';
import { reasonWords } from './reason-words.ts';

interface Sum {
  readonly received: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly rejected: number;
}

/** What is missing (or too much) for the equation to hold. */
export function difference({ received, stored, duplicate, rejected }: Sum): number {
  return received - stored - duplicate - rejected;
}

function Balance({ sum }: { sum: Sum }): ReactNode {
  const off = difference(sum);
  return off === 0 ? (
    <span className="balance" data-balanced="true" title="The two sides are equal">
      <span aria-hidden="true">=</span>
      <span className="hidden">balanced</span>
    </span>
  ) : (
    <span className="balance" data-balanced="false" title={`${exactNumber(off)} events are on one side only`}>
      <span aria-hidden="true">≠</span>
      <span className="hidden">not balanced</span>
    </span>
  );
}

const TERMS = ['stored', 'duplicate', 'rejected'] as const;

/** received = stored + duplicate + rejected, in large. */
function Equation({ sum }: { sum: Sum }): ReactNode {
  return (
    <div className="equation">
      <span className="term">
        <span className="term-value">{exactNumber(sum.received)}</span>
        <span className="term-name">received</span>
      </span>
      <Balance sum={sum} />
      {TERMS.map((term, index) => (
        <span key={term} className="equation-part">
          {index === 0 ? null : <span className="operator">+</span>}
          <span className="term">
            <span className="term-value">{exactNumber(sum[term])}</span>
            <span className="term-name">{term}</span>
          </span>
        </span>
      ))}
    </div>
  );
}

function Sources({ account }: { account: StreamAudit }): ReactNode {
  return (
    <div className="table-scroll">
      <table className="plain-table">
        <caption className="hidden">Accounting by source</caption>
        <thead>
          <tr>
            <th scope="col">Source</th>
            <th scope="col" className="number">
              Received
            </th>
            <th scope="col" className="sign" aria-label="balance" />
            <th scope="col" className="number">
              Stored
            </th>
            <th scope="col" className="number">
              Duplicate
            </th>
            <th scope="col" className="number">
              Rejected
            </th>
          </tr>
        </thead>
        <tbody>
          {account.sources.map((source) => (
            <tr key={source.source}>
              <th scope="row">{source.source}</th>
              <td className="number">{exactNumber(source.received)}</td>
              <td className="sign">
                <Balance sum={source} />
              </td>
              <td className="number">{exactNumber(source.stored)}</td>
              <td className="number">{exactNumber(source.duplicate)}</td>
              <td className="number">{exactNumber(source.rejected)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Counts({
  title,
  counts,
  words,
  none,
}: {
  title: string;
  counts: Readonly<Record<string, number>>;
  words: (name: string) => string;
  none: string;
}): ReactNode {
  const entries = Object.entries(counts).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return (
    <div className="counts">
      <h3>{title}</h3>
      {entries.length === 0 ? <p className="muted">{none}</p> : null}
      <dl>
        {entries.slice(0, 8).map(([name, count]) => (
          <div key={name}>
            <dt title={name}>{words(name)}</dt>
            <dd className="number">{exactNumber(count)}</dd>
          </div>
        ))}
      </dl>
      {entries.length > 8 ? <p className="muted">and {entries.length - 8} more</p> : null}
    </div>
  );
}

function Facts({ account }: { account: StreamAudit }): ReactNode {
  const { lag, lake } = account;
  const late = lag.seconds > 10;
  const waits = [
    Number(lag.events ?? 0) > 0 ? `${exactNumber(lag.events ?? 0)} events` : '',
    lag.bytes > 0 ? byteWords(lag.bytes) : '',
  ]
    .filter((words) => words !== '')
    .join(', ');
  const expired = lake.expired ?? 0;
  const forgotten = lake.forgotten ?? 0;
  const matches = Number(lake.rows) + Number(expired) + Number(forgotten) === Number(account.stored);
  return (
    <dl className="facts">
      <div>
        <dt>Waiting</dt>
        <dd data-late={late}>{waits === '' ? 'nothing' : `${waits}, ${ageWords(lag.seconds)} behind`}</dd>
      </div>
      <div>
        <dt>Lake</dt>
        <dd>
          {exactNumber(lake.rows)} rows in {exactNumber(lake.files)} files, {byteWords(lake.bytes)}
          {expired === 0 ? '' : `; ${exactNumber(expired)} more have grown too old to keep`}
          {forgotten === 0 ? '' : `; ${exactNumber(forgotten)} more were deleted or replaced`}
          {matches ? '' : ` (not the ${exactNumber(account.stored)} stored)`}
        </dd>
      </div>
      <div>
        <dt>Dead letters</dt>
        <dd>{exactNumber(account.deadLetters)}</dd>
      </div>
    </dl>
  );
}

/** What the derived columns have cost, dearest first: each is computed once for each different value. */
function Enrichment({ account }: { account: StreamAudit }): ReactNode {
  const costs = Object.entries(account.enrichment ?? {})
    .filter(([, { values }]) => values > 0)
    .sort(([, a], [, b]) => b.milliseconds - a.milliseconds);
  const all = costs.reduce((sum, [, { milliseconds }]) => sum + milliseconds, 0);
  if (all === 0) return null;
  return (
    <details className="enrichment">
      <summary>Enrichment: {exactNumber(all / 1000, 1)} s of processing since the program started</summary>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Derivation</th>
            <th scope="col" className="number">
              Different values
            </th>
            <th scope="col" className="number">
              µs each
            </th>
            <th scope="col" className="number">
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {costs.map(([name, { values, milliseconds }]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="number">{exactNumber(values)}</td>
              <td className="number">{exactNumber((milliseconds * 1000) / values, 1)}</td>
              <td className="number">{exactNumber((100 * milliseconds) / all, 1)} %</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** What became of every event of a stream. */
export function StreamAccount({ account, title }: { account: StreamAudit; title: string }): ReactNode {
  const id = `account-${account.stream}`;
  return (
    <section className="panel" data-width="12" aria-labelledby={id}>
      <header className="panel-head">
        <h2 id={id} className="panel-title">
          {title}
        </h2>
      </header>
      <Equation sum={{ ...account, rejected: account.rejected.total }} />
      <div className="account-parts">
        <div className="account-main">
          <Sources account={account} />
          <Facts account={account} />
          <Enrichment account={account} />
        </div>
        <Counts
          title="Rejected because"
          counts={account.rejected.byReason}
          words={reasonWords}
          none="Nothing was rejected."
        />
        <Counts
          title="Bad fields (stored as no value)"
          counts={account.badFields}
          words={(name) => name}
          none="Every field could be read."
        />
      </div>
    </section>
  );
}
