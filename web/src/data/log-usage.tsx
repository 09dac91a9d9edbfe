import type { ReactNode } from 'react';
import type { Audit } from '../api/types.ts';
import { byteWords, exactNumber } from '../number/format.ts';

/** From this share on, sources are about to be slowed. */
const NEARLY_FULL = 0.8;

/** How full the log is, against its limit. */
export function LogUsage({ audit }: { audit: Audit }): ReactNode {
  const { bytes, limitBytes } = audit.log;
  const share = limitBytes === 0 ? 0 : bytes / limitBytes;
  const nearly = share >= NEARLY_FULL;
  return (
    <section className="panel" data-width="12" aria-labelledby="log-usage">
      <header className="panel-head">
        <h2 id="log-usage" className="panel-title">
          Log on disk
        </h2>
      </header>
      <div className="usage">
        <div className="usage-track">
          <span
            className="usage-mark"
            data-nearly={nearly}
            style={{ width: `${Math.min(100, share * 100)}%` }}
          />
        </div>
        <p>
          {limitBytes === 0 ? (
            <>
              {byteWords(bytes)}{' '}
              <span className="muted">in Kafka, which keeps them for as long as its topics say.</span>
            </>
          ) : (
            <>
              {byteWords(bytes)} of {byteWords(limitBytes)}{' '}
              <span className="muted">
                ({exactNumber(share * 100, 1)} %){' '}
                {nearly
                  ? 'At the limit, senders are told to wait; nothing that was acknowledged is lost.'
                  : 'What the warehouse has taken in is removed when room is needed.'}
              </span>
            </>
          )}
        </p>
      </div>
    </section>
  );
}
