import { type Command, Option } from 'commander';
import type { z } from 'zod';
import { CrosscurrentError } from '../event/errors.ts';
import { addCommand, addGroup, type CommandSpec, configure } from './command.ts';
import { type Invocation, isSet, optionsOf, textOption, withSession } from './invocation.ts';
import { CampaignList, CampaignShown, readResult } from './results.ts';
import { count, counted } from './terminal/figures.ts';
import { printable, type TableColumn, table } from './terminal/table.ts';
import { showProgress } from './work-progress.ts';

const LEARN = `A campaign is a name and words to look for. Each post and article that has one of the words is a mention:
those that are stored already are looked through at once, new ones as they arrive.
  "summer sale"   these words one behind the other, whole, in any case
  sale            the word, and the hashtag #sale
  #sale           the hashtag alone
Words of --none take a mention out again. Nothing is a pattern: every character means itself.`;

const ADD: CommandSpec = {
  usage: 'add <name>',
  about: `Follow a campaign\n\n${LEARN}`,
  summary: 'Follow a campaign: a name, and words to look for',
  json: 'Print the campaign as JSON',
  examples: [
    [
      "crosscurrent campaign add 'Summer sale' --any 'summer sale' '#summersale'",
      'Follow a phrase and a hashtag',
    ],
    [
      'crosscurrent campaign add Jaguar --any jaguar --none cat zoo --language en --from 2026-06-01 --to 2026-06-30',
      'The car in June, in English, not the animal',
    ],
    ['crosscurrent report campaign --campaign summer-sale', 'Then read what was said'],
  ],
};

const LIST: CommandSpec = {
  usage: 'list',
  about: 'List campaigns with their mentions',
  json: 'Print them as JSON',
  isDefault: true,
  examples: [['crosscurrent campaign list', 'All of them']],
};

const SHOW: CommandSpec = {
  usage: 'show <campaign>',
  about: 'Show one campaign, named by its id or its name',
  summary: 'Show one campaign',
  json: 'Print it as JSON',
  examples: [['crosscurrent campaign show summer-sale', 'Its words and limits']],
};

const EDIT: CommandSpec = {
  usage: 'edit <campaign>',
  about:
    'Change a campaign; what is not named stays. With other words or limits all stored events are looked through again, and until that is done the mentions from before are shown',
  summary: 'Change the words, limits, name or colour of a campaign',
  json: 'Print the campaign as JSON',
  examples: [
    [
      "crosscurrent campaign edit summer-sale --any 'summer sale' '#summersale' sommerschlussverkauf",
      'Other words',
    ],
    ['crosscurrent campaign edit summer-sale --clear language to', 'Any language, without an end'],
    [
      "crosscurrent campaign edit summer-sale --name 'Summer sale 2026' --colour '#d55e00'",
      'Another name and colour',
    ],
  ],
};

const REMOVE: CommandSpec = {
  usage: 'remove <campaign>',
  about: 'Stop to follow a campaign and forget its mentions; posts and articles stay',
  summary: 'Remove a campaign and its mentions',
  json: 'Print what it was as JSON',
  examples: [['crosscurrent campaign remove summer-sale', 'Remove it']],
};

const LIMITS = ['none', 'language', 'platform', 'from', 'to'] as const;

function addRuleOptions(command: Command): Command {
  return command
    .option('--any <words...>', 'Words, phrases and #hashtags of which one has to be there')
    .option('--none <words...>', 'Words, phrases and #hashtags of which none may be there')
    .option('--language <code>', 'Only this language, such as en')
    .option('--platform <name>', 'Only this platform, such as bluesky')
    .option('--from <day>', 'Only from this day or instant on')
    .option('--to <day>', 'Only up to this day, which is included, or this instant, which is not')
    .option('--colour <colour>', 'Of its lines and bars, such as #0072b2')
    .option('--no-wait', 'Do not wait until stored events have been looked through');
}

function rulesOf(command: Command): Record<string, unknown> {
  const options = optionsOf(command);
  const given: Record<string, unknown> = {};
  for (const name of ['any', ...LIMITS, 'colour']) {
    if (options[name] !== undefined) given[name] = options[name];
  }
  return given;
}

type Campaign = z.infer<typeof CampaignShown>;

function describe(campaign: Campaign): string {
  const limit = (value: string | null, none: string): string => printable(value ?? none);
  const words = (list: readonly string[]): string => printable(list.join(', '));
  const lines = [
    `id        ${printable(campaign.id)}`,
    `name      ${printable(campaign.name)}`,
    `any of    ${words(campaign.any)}`,
    ...(campaign.none.length === 0 ? [] : [`none of   ${words(campaign.none)}`]),
    `language  ${limit(campaign.language, 'any')}`,
    `platform  ${limit(campaign.platform, 'any')}`,
    `from      ${limit(campaign.from, 'the beginning')}`,
    `to        ${limit(campaign.to, 'the end')}`,
    `colour    ${printable(campaign.colour)}`,
    `mentions  ${count(campaign.mentions)}${stateOf(campaign)}`,
  ];
  return lines.join('\n');
}

function stateOf({ state, progress }: Campaign): string {
  if (state === 'ready') return '';
  return ` (${count(progress.done)} of ${counted(progress.total, 'stored event')} looked through)`;
}

const COLUMNS: readonly TableColumn[] = [
  { name: 'CAMPAIGN' },
  { name: 'NAME' },
  { name: 'ANY OF' },
  { name: 'MENTIONS', align: 'right' },
  { name: '' },
];

const SHOWN_WORDS = 60;

function fewWords(list: readonly string[]): string {
  const all = list.join(', ');
  return all.length > SHOWN_WORDS ? `${all.slice(0, SHOWN_WORDS)}…` : all;
}

/** Runs a job about campaigns in a session of its own. */
async function runJob(
  invocation: Invocation,
  command: Command,
  { spec, job, args }: { spec: CommandSpec; job: string; args: unknown },
): Promise<unknown> {
  const configuration = configure(invocation, command, spec);
  const request = { configuration, command: job.replace('.', ' ') };
  return withSession(invocation, request, (session) =>
    session.run(job, args, {
      onProgress: showProgress(invocation.progress, 'event'),
      signal: invocation.signal,
    }),
  );
}

async function list(invocation: Invocation, command: Command): Promise<void> {
  const { output } = invocation;
  const result = await runJob(invocation, command, { spec: LIST, job: 'campaign.list', args: {} });
  const { campaigns } = readResult(CampaignList, 'campaign.list', result);
  if (isSet(command, 'json')) await output.json(result);
  else if (campaigns.length === 0) {
    await output.line("No campaigns. Make one: crosscurrent campaign add 'Summer sale' --any 'summer sale'");
  } else {
    const rows = campaigns.map((one) => [
      one.id,
      one.name,
      fewWords(one.any),
      count(one.mentions),
      stateOf(one).trim(),
    ]);
    await output.write(table(COLUMNS, rows));
  }
}

async function one(
  invocation: Invocation,
  command: Command,
  work: { spec: CommandSpec; job: string; args: unknown; words: (campaign: Campaign) => string },
): Promise<void> {
  const { output } = invocation;
  const result = await runJob(invocation, command, work);
  const campaign = readResult(CampaignShown, work.job, result);
  if (isSet(command, 'json')) await output.json(result);
  else await output.line(work.words(campaign));
}

function waits(command: Command): boolean {
  return optionsOf(command)['wait'] !== false;
}

function found(campaign: Campaign): string {
  return `${printable(campaign.name)} (${campaign.id}): ${counted(campaign.mentions, 'mention')}${stateOf(campaign)}`;
}

async function add(invocation: Invocation, command: Command): Promise<void> {
  const rules = rulesOf(command);
  if (rules['any'] === undefined) {
    throw new CrosscurrentError(
      'bad_call',
      'A campaign needs words to look for.',
      "Name them: --any 'summer sale' '#summersale'.",
    );
  }
  const campaign = { name: command.args[0] ?? '', ...rules };
  const args = { campaign, wait: waits(command) };
  await one(invocation, command, { spec: ADD, job: 'campaign.add', args, words: found });
}

async function edit(invocation: Invocation, command: Command): Promise<void> {
  const cleared = optionsOf(command)['clear'];
  const limits = Array.isArray(cleared) ? cleared.map(String) : [];
  const without = Object.fromEntries(limits.map((name) => [name, name === 'none' ? [] : null]));
  const name = textOption(command, 'name');
  const change = { ...without, ...rulesOf(command), ...(name === undefined ? {} : { name }) };
  if (Object.keys(change).length === 0) {
    throw new CrosscurrentError('bad_call', 'Nothing is to be changed.', 'Name what: see --help.');
  }
  const args = { campaign: command.args[0] ?? '', change, wait: waits(command) };
  await one(invocation, command, { spec: EDIT, job: 'campaign.edit', args, words: found });
}

/** `crosscurrent campaign add|list|show|edit|remove`; `list` when none is named. */
export function addCampaign(program: Command, invocation: Invocation): void {
  const group = addGroup(program, 'campaign', 'Campaigns to follow: add, list, show, edit, remove');
  const adder = addRuleOptions(addCommand(group, ADD));
  adder.action(() => add(invocation, adder));
  const lister = addCommand(group, LIST);
  lister.action(() => list(invocation, lister));
  const shower = addCommand(group, SHOW);
  shower.action(() => {
    const args = { campaign: shower.args[0] ?? '' };
    return one(invocation, shower, { spec: SHOW, job: 'campaign.show', args, words: describe });
  });
  const editor = addRuleOptions(addCommand(group, EDIT))
    .option('--name <name>', 'Another name; the id stays')
    .addOption(new Option('--clear <limits...>', 'Take these limits away').choices(LIMITS));
  editor.action(() => edit(invocation, editor));
  const remover = addCommand(group, REMOVE);
  remover.action(() => {
    const args = { campaign: remover.args[0] ?? '' };
    const words = (campaign: Campaign): string => `${printable(campaign.name)} (${campaign.id}) is removed.`;
    return one(invocation, remover, { spec: REMOVE, job: 'campaign.remove', args, words });
  });
}
