import type { Command } from 'commander';
import { type DeploymentOptions, jdbcOf, MASKED } from '../engine/flink/options.ts';
import type { SettingValues } from '../jobs/configuration/settings.ts';
import { isSet, textOption } from './invocation.ts';
import { numberOption } from './numbers.ts';

/** What a plan is printed with where nothing is configured. */
export const PLAN_DEFAULTS = {
  bootstrapServers: 'localhost:9092',
  jdbcUrl: 'jdbc:postgresql://localhost:5432/crosscurrent',
  jdbcUser: 'crosscurrent',
};

/** Adds the options that say how jobs reach Kafka and the warehouse. */
export function addDeploymentOptions(command: Command): Command {
  return command
    .option(
      '--bootstrap-servers <servers>',
      'Brokers as Flink reaches them (default: the setting kafka-brokers)',
    )
    .option(
      '--topic-prefix <text>',
      'In front of each topic’s name (default: the setting kafka-topic-prefix)',
    )
    .option(
      '--jdbc-url <url>',
      'The warehouse as Flink reaches it (default: the settings flink-jdbc-url, database-url)',
    )
    .option('--jdbc-user <name>', 'Its user; the password comes from the settings and is never printed')
    .option('--parallelism <number>', 'Of each job (default: the setting flink-parallelism)')
    .option(
      '--skip-unreadable',
      'Pass over messages that are no JSON, instead of stopping; figures may be too small',
    );
}

/** What a call says otherwise than the settings. */
export function deploymentOverrides(command: Command): Partial<DeploymentOptions> {
  const parallelism = numberOption({
    flag: '--parallelism',
    text: textOption(command, 'parallelism'),
    min: 1,
    whole: true,
  });
  const bootstrapServers = textOption(command, 'bootstrapServers');
  const topicPrefix = textOption(command, 'topicPrefix');
  const address = textOption(command, 'jdbcUrl');
  const jdbc = address === undefined ? undefined : jdbcOf(address);
  const jdbcUser = textOption(command, 'jdbcUser') ?? jdbc?.user;
  return {
    ...(bootstrapServers === undefined ? {} : { bootstrapServers }),
    ...(topicPrefix === undefined ? {} : { topicPrefix }),
    ...(jdbc === undefined ? {} : { jdbcUrl: jdbc.url }),
    ...(jdbcUser === undefined ? {} : { jdbcUser }),
    ...(parallelism === undefined ? {} : { parallelism }),
    ...(isSet(command, 'skipUnreadable') ? { skipUnreadable: true } : {}),
  };
}

/** What a plan is printed with. */
export function planOptions(values: SettingValues, command: Command): DeploymentOptions {
  const addresses = [values['flink-jdbc-url'], values['database-url']];
  const own = jdbcOf(addresses.find((one) => !['none', 'embedded'].includes(one)) ?? PLAN_DEFAULTS.jdbcUrl);
  return {
    bootstrapServers: values['kafka-brokers'].join(',') || PLAN_DEFAULTS.bootstrapServers,
    topicPrefix: values['kafka-topic-prefix'],
    jdbcUrl: own.url,
    jdbcUser: own.user ?? PLAN_DEFAULTS.jdbcUser,
    jdbcPassword: MASKED,
    parallelism: values['flink-parallelism'],
    dedupMinutes: values['dedup-minutes'],
    ...deploymentOverrides(command),
  };
}
