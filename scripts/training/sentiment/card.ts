import { SENTIMENT_MODEL } from '../../../src/enrich/sentiment/sentiment.ts';
import { MAX_UNITS } from '../../../src/enrich/sentiment/tokens.ts';
import type { Recall } from './measure.ts';
import { recallsInWords, type SentimentReport } from './report.ts';
import { RECIPE } from './train.ts';

const percent = (recall: Recall): string => (recall.macro * 100).toFixed(1);

function row(what: string, recall: Recall): string {
  return `| ${what} | ${recall.posts} | ${percent(recall)} | ${recallsInWords(recall)} |`;
}

/** The date that a card gives a model with this checksum; undefined when the card is of another model. */
export function dateInCard(card: string, checksum: string): string | undefined {
  if (!card.includes(checksum)) return undefined;
  return /trained on (\d{4}-\d{2}-\d{2})/.exec(card)?.[1];
}

/** The SHA-256 that a card gives. */
export function checksumInCard(card: string): string | undefined {
  return /SHA-256 `([0-9a-f]{64})`/.exec(card)?.[1];
}

/** The model card. */
export function sentimentCard(report: SentimentReport, date: string): string {
  const { shared, dev } = report;
  return `# Model card: ${SENTIMENT_MODEL}

Written by \`npm run train -- sentiment\`; do not edit it.

The mood of an English post: polarity, subjectivity, and one of three classes. A linear model over hashed features, trained on ${date}.
File \`model.bin\`, ${report.bytes.length} bytes, SHA-256 \`${report.checksum}\`.

## What it gives

- probabilities of negative, neutral and positive, calibrated as if the three were equally frequent
- \`polarity\` = P(positive) - P(negative); \`subjectivity\` = 1 - P(neutral); both rounded to four decimals
- \`sentiment\` = the class with the highest probability. With p = polarity and s = subjectivity: positive where p > 0 and (s + p) / 2 > 1 - s; negative where p < 0 and (s - p) / 2 > 1 - s; neutral otherwise
- a text without a word, hashtag or emoticon: 0, 0, neutral

## Figures

Macro-averaged recall in percent, the measure of SemEval 2017 task 4 A:

| measured on | posts | macro | negative / neutral / positive |
| --- | --- | --- | --- |
${row('posts that nothing was trained on: five-fold cross-validation of the training posts', report.crossValidated)}
${row('`dev.tsv`, by the same trainer without the posts that both files have', report.heldOut)}
${row('`dev.tsv` without the posts that both files have, by this model', report.unseen)}
${row('`dev.tsv` as it is, by this model', report.dev)}

**${shared} of the ${dev.posts} posts of \`dev.tsv\` stand word for word in \`train.tsv\` too, with their labels.** The last row is therefore higher than what a user will see; it is there because others measure so. On posts it has not seen, expect the second row and the third. For comparison, on another set of the same task (TweetEval's test split): FastText and SVM 62.9, RoBERTa-base 71.3, TimeLMs 73.7.

## How it is made

- Features, hashed to ${RECIPE.bits} bits: words; two and three words in a row; two to five characters of a word; words in the scope of a negation; drawn out and shouted words; counts of marks, mentions, links and hashtags; what VADER's lexicon says, with negation and capitals. Hashtags also count without their sign, and split at capitals.
- Each kind of features is brought to length 1 and weighed (${RECIPE.shares.join(', ')} for words, phrases, characters, style); rare features count more, by the root of the inverse document frequency; those that fewer than ${RECIPE.fewestPosts} posts have do not count.
- Three linear support vector machines with squared hinge loss (C = ${RECIPE.cost}, ${RECIPE.epochs} epochs of dual coordinate descent, balanced classes), then a multinomial logistic calibration on the scores of ${RECIPE.folds}-fold cross-validation. Choices were made by cross-validation on the training posts; \`dev.tsv\` was looked at for two of them (the unit of the weights, and whether thresholds are tuned), so that it is not fully untouched.
- Weights are kept in one byte each, under hashes. No text of the training data is in the file.

## Data and licences

- SemEval 2013 to 2016 task 4 A (English tweets with three classes), ${report.trainingPosts} posts. Research use under X's terms; the data are not part of this repository, only weights made from them.
- VADER's lexicon (C.J. Hutto, github.com/cjhutto/vaderSentiment, commit 44fc044c), ${report.lexiconWords} words under hashes with their valences. MIT, see \`LICENSE-vader\`.
- The model: as Crosscurrent itself.

## Limits

- English alone. Of other languages it must not be asked.
- The posts are of 2013 to 2016, many about sports, music, politics and products of that time. They hold no emoji: an emoji is read as the emoticon or word that stood in its place (see \`emoji.ts\`).
- Irony, comparison and the mood of one thing among several are not seen.
- Names of people and products carry some of the mood of their time.
- It sums up posts; it is no ground for a decision about a person.
- The first ${MAX_UNITS.toLocaleString('en')} UTF-16 code units of a text count.
`;
}
