import type { ReactNode } from 'react';
import type { StreamInfo } from '../api/types.ts';
import { exactNumber } from '../number/format.ts';
import { Code } from './copy-button.tsx';
import { Popover } from './popover.tsx';

const COMMAND = 'npx crosscurrent simulated remove';

/** Says that figures come from a simulator, and how to be rid of them. */
export function SimulatedBadge({ streams }: { streams: readonly StreamInfo[] }): ReactNode {
  const simulated = streams.filter((stream) => stream.simulated > 0);
  if (simulated.length === 0) return null;
  return (
    <Popover label="Simulated data" title="These figures are simulated" className="chip chip-simulated">
      {simulated.map(({ name, title, simulated: count, stored }) => (
        <p key={name} className="popover-text">
          {title}: {exactNumber(count)} of {exactNumber(stored)} stored events were made by the simulator.
        </p>
      ))}
      <Code label="Remove them, and keep your own" text={COMMAND} />
    </Popover>
  );
}
