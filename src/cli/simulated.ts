import type { Command } from 'commander';
import { addCommand, addGroup, type CommandSpec, configure } from './command.ts';
import { type Invocation, isSet, withSession } from './invocation.ts';
import { RemoveResult, readResult } from './results.ts';
import { counted } from './terminal/figures.ts';

const REMOVE: CommandSpec = {
  usage: 'remove',
  about: 'Remove all simulated events, and only those, from lake, warehouse and accounting',
  summary: 'Remove all simulated events',
  json: 'Print how many were removed as JSON',
  examples: [['crosscurrent simulated remove', 'Keep real events alone']],
};

async function remove(invocation: Invocation, command: Command): Promise<void> {
  const { output, signal } = invocation;
  const configuration = configure(invocation, command, REMOVE);
  const result = await withSession(invocation, { configuration, command: 'simulated remove' }, (session) =>
    session.run('simulated.remove', {}, { signal }),
  );
  const { streams } = readResult(RemoveResult, 'simulated.remove', result);
  if (isSet(command, 'json')) await output.json(result);
  else {
    const lines = streams.map(
      ({ stream, removed }) => `${stream}: ${counted(removed, 'simulated event')} removed`,
    );
    await output.line(lines.length === 0 ? 'There are no simulated events.' : lines.join('\n'));
  }
}

/** `crosscurrent simulated remove`. */
export function addSimulated(program: Command, invocation: Invocation): void {
  const group = addGroup(program, 'simulated', 'Simulated events: remove them');
  const command = addCommand(group, REMOVE);
  command.action(() => remove(invocation, command));
}
