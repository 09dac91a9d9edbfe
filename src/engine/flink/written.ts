import type { Deployment } from './deployment.ts';

/** A deployment as text: one statement after the other, each with its reason. */
export function writeDeployment({ stream, statements, leftOut }: Deployment): string {
  const head = [
    `Stream ${stream}: ${statements.length} statements for one session of the SQL Gateway.`,
    ...leftOut.map((words) => `Not in it: ${words}.`),
  ];
  const blocks = statements.map(({ why, sql }, index) => {
    const isRun = why === '' && index > 0;
    return `${isRun ? '' : `\n${comment(why)}`}${sql};\n`;
  });
  return `${comment(head.join('\n'))}${blocks.join('')}`;
}

function comment(words: string): string {
  return words === '' ? '' : `${words.replaceAll(/^/gm, '-- ')}\n`;
}
