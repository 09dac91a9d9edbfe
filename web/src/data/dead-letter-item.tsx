import type { ReactNode } from 'react';
import type { DeadLetter } from '../api/types.ts';
import { byteWords } from '../number/format.ts';
import { CopyButton } from '../shell/copy-button.tsx';
import { instantWords } from '../time-range/words.ts';
import { ReplayButton } from './replay-button.tsx';
import { visibleText } from './visible-text.ts';

/** Of a long line, the list shows so much; the details show all that was kept. */
const FIRST = 200;

/** One line that could not be used. It is text from outside, and shown as such. */
export function DeadLetterItem({ letter }: { letter: DeadLetter }): ReactNode {
  const text = visibleText(letter.raw);
  return (
    <li className="letter">
      <details>
        <summary>
          <span className="letter-reason">{letter.words}</span>
          <span className="letter-raw cut">{text.slice(0, FIRST)}</span>
          <span className="letter-when muted">
            {letter.stream}, {instantWords(Date.parse(letter.receivedAt))}
            {letter.replayedAt === null ? '' : ', replayed'}
          </span>
        </summary>
        <dl className="facts">
          <div>
            <dt>Reason</dt>
            <dd>
              {letter.words} <code>{letter.reason}</code>
            </dd>
          </div>
          <div>
            <dt>Where</dt>
            <dd>
              {letter.stream}, source {letter.source}, offset {letter.offset}, {byteWords(letter.bytes)}
            </dd>
          </div>
          {letter.replayedAt === null ? null : (
            <div>
              <dt>Replayed</dt>
              <dd>{instantWords(Date.parse(letter.replayedAt))}</dd>
            </div>
          )}
        </dl>
        <pre className="letter-text">{text}</pre>
        <div className="letter-tools">
          <CopyButton text={letter.raw} label="Copy the line" />
          <ReplayButton stream={letter.stream} id={letter.id} />
        </div>
      </details>
    </li>
  );
}
