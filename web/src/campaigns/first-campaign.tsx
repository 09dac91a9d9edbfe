import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { reportQuery, reportsQuery } from '../api/queries.ts';
import { Code } from '../shell/copy-button.tsx';
import type { FormValues } from './form-values.ts';

/** Hashtags offered as a beginning. */
const OFFERED = 6;

/** What is talked about most: a campaign can begin with that. */
function useHashtags(): readonly string[] {
  const report = useQuery(reportsQuery).data?.find(({ name }) => name === 'top-hashtags');
  const question = { stream: report?.stream ?? '', report: 'top-hashtags', params: {} };
  const { data } = useQuery({ ...reportQuery(question), enabled: report !== undefined });
  const column = data?.columns.find(({ type }) => type === 'text')?.name ?? '';
  return (data?.rows ?? []).slice(0, OFFERED).map((row) => `#${String(row[column])}`);
}

/** For who has no campaign yet: what one is, and ways to begin. */
export function FirstCampaign({ onStart }: { onStart: (start: Partial<FormValues>) => void }): ReactNode {
  const hashtags = useHashtags();
  return (
    <section className="first-event" aria-label="Make the first campaign">
      <h2>No campaign yet</h2>
      <p>
        A campaign is a name and the words that people use for it: words, phrases or #hashtags. Every post and
        article that has one of them counts, also those that came before. Words that make it something else
        can be excluded.
      </p>
      <p className="muted">
        For example: <em>Summer sale</em>, any of <code>summer sale</code>, <code>#summersale</code>, none of{' '}
        <code>garage</code>.
      </p>
      <p>
        <button type="button" className="button primary" onClick={() => onStart({})}>
          Make a campaign
        </button>
      </p>
      {hashtags.length === 0 ? null : (
        <div className="offered">
          <span className="muted">Or follow what is talked about most today:</span>
          {hashtags.map((hashtag) => (
            <button
              key={hashtag}
              type="button"
              className="button small"
              onClick={() => onStart({ name: hashtag.slice(1), any: hashtag })}
            >
              {hashtag}
            </button>
          ))}
        </div>
      )}
      <Code
        label="In a terminal"
        text="npx crosscurrent campaign add 'Summer sale' --any 'summer sale' --any '#summersale' --none garage"
      />
    </section>
  );
}
