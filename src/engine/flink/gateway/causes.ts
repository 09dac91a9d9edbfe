/** Messages that only wrap another one. */
const WRAPPERS =
  /^(Failed to fetchResults\.?|Failed to execute the operation .*|Failed to execute sql|Failed to execute job .*|Failed to submit JobGraph\.?|Internal server error\.?|Could not (start|instantiate) the JobMaster\.?|Could not execute SQL statement\.?|Could not start the JobMaster\.?|Failed to submit job\.?|Recovery is suppressed by .*|Failed to deserialize consumer record due to)$/;

/** A Java class in front of a message: `org.apache.flink.table.api.ValidationException: `. */
const CLASS = /^(?:[a-z_][\w$]*\.)+[A-Z][\w$]*(?:: |$)/;

/** The most causes that are told, and the most characters of each. */
const MAX_CAUSES = 5;
const MAX_CHARACTERS = 600;

/**
 * A Java stack as one paragraph: the message of each `Caused by`, from the outside to the root, without frames, class
 * names, wrappers that say nothing, and repetitions.
 * @param hidden a text that must not be shown, such as a password
 */
export function explainStack(stack: string, hidden?: string): string {
  const messages = stack
    .split(/\n(?=\s*(?:Caused by|Suppressed): |End of exception|<Exception on server side|\torg\.|\tat )/)
    .flatMap((part) => messagesOf(part));
  const told = messages.filter((message, index) => message !== '' && !isToldBy(messages, message, index));
  const chosen = told.length > MAX_CAUSES ? [...told.slice(0, 2), ...told.slice(-(MAX_CAUSES - 2))] : told;
  const words = chosen.map((message) => sentence(message.slice(0, MAX_CHARACTERS))).join(' ');
  return hidden === undefined || hidden === '' ? words : words.replaceAll(hidden, '***');
}

/** The message of a part of a stack; nothing for frames and wrappers. */
function messagesOf(part: string): string[] {
  const lines = part
    .split('\n')
    .filter((line) => !/^\s*(at |\.\.\. \d+ more|End of exception|<Exception on server side)/.test(line))
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== ']' && !line.startsWith('End of exception'));
  const whole = withoutClasses(lines.join(' ').replace(/^(?:Caused by|Suppressed): /, ''));
  // An answer of one server within that of another.
  const text = withoutClasses(whole.replace(/^\[Internal server error\., <Exception on server side:\s*/, ''));
  return text === '' || WRAPPERS.test(text) || text.startsWith('[CIRCULAR REFERENCE')
    ? []
    : [text.replaceAll(/\s+/g, ' ')];
}

/** A message often begins with the class of its cause, whose message it repeats. */
function withoutClasses(text: string): string {
  let rest = text.trim();
  while (CLASS.test(rest)) {
    const next = rest.replace(CLASS, '');
    // A class without a message is all that there is to tell.
    if (next === '') return rest.replace(/^.*\./, '');
    rest = next.trim();
  }
  return rest;
}

/** Whether another message holds this one word by word; of equal ones the first is told. */
function isToldBy(others: readonly string[], message: string, index: number): boolean {
  return others.some(
    (other, at) => at !== index && other.includes(message) && (other !== message || at < index),
  );
}

function sentence(text: string): string {
  return /[.!?:]$/.test(text) ? text : `${text}.`;
}
