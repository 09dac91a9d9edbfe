/**
 * Emoji and the word or emoticon as which they are read. The texts that the model is trained on hold none (they were
 * written in 2013 to 2016 and lost them), so an emoji counts as what people wrote in its place.
 */
const READ_AS: readonly (readonly [reading: string, emoji: string])[] = [
  [':)', '🙂😊☺😇😌🤗😸😺🤠🫶🙃😋'],
  [':d', '😀😃😄😁😆🤩🥳😎🤣😹'],
  ['lol', '😂'],
  [';)', '😉😏'],
  [':p', '😛😜😝🤪'],
  ['<3', '❤♥💕💖💗💓💞💘💝💙💚💛🧡💜🤎🖤🤍💟❣😍🥰😘😻💌'],
  ['awesome', '👍👏🙌🔥💯✨🌟⭐🏆🥇🎉🎊💪👌😤🚀'],
  ['thanks', '🙏'],
  [':(', '🙁☹😞😔😟😣😖😩😫😓😕🥺😿😥😰😦😧'],
  [":'(", '😢😭'],
  ['</3', '💔'],
  [':/', '😐😑😒🙄😬🤨😶'],
  ['angry', '😠😡🤬👿💢😾'],
  ['sucks', '👎💩🤮🤢🖕'],
  ['wtf', '🤦🤷😱😨'],
];

const READINGS: ReadonlyMap<number, string> = new Map(
  READ_AS.flatMap(([reading, emoji]) => [...emoji].map((one) => [one.codePointAt(0) ?? 0, reading] as const)),
);

/** The word or emoticon as which an emoji is read; undefined for one that says nothing about a mood. */
export function readingOf(codePoint: number): string | undefined {
  return READINGS.get(codePoint);
}
