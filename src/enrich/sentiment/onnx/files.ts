import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { CrosscurrentError } from '../../../event/errors.ts';
import { CLASSES, type Sentiment } from '../model.ts';

/** What a user's model is made of. */
export interface OnnxFiles {
  readonly model: string;
  readonly tokenizer: string;
  readonly tokenizerSettings: string;
  /** The class of each of the model's three answers. */
  readonly answers: readonly Sentiment['sentiment'][];
}

/** Packages that the user installs to run such a model; Crosscurrent itself does not bring them. */
export const PACKAGES = ['onnxruntime-node', '@huggingface/tokenizers'] as const;

const REMEDY = 'Or take the setting sentiment-model away to use the model that comes with Crosscurrent.';

/**
 * Finds the parts of a model: `tokenizer.json`, `tokenizer_config.json` and `config.json` lie beside the file or in the folder
 * above it, as on Hugging Face. Throws `bad_configuration` or `file_not_found` when the packages or a file are missing.
 */
export function findOnnxFiles(model: string, isInstalled = isPackageInstalled): OnnxFiles {
  const absent = PACKAGES.filter((name) => !isInstalled(name));
  if (absent.length > 0) {
    throw new CrosscurrentError(
      'bad_configuration',
      `The setting sentiment-model names an ONNX model, but ${absent.join(' and ')} ${absent.length === 1 ? 'is' : 'are'} not installed.`,
      `Install what runs it, in the folder of Crosscurrent: npm install --no-save ${PACKAGES.join(' ')} (add --ignore-scripts where no graphics processor is used). ${REMEDY}`,
    );
  }
  if (!existsSync(model) || !statSync(model).isFile()) {
    throw new CrosscurrentError(
      'file_not_found',
      `There is no sentiment model at ${model}.`,
      `Correct the path in the setting sentiment-model. ${REMEDY}`,
    );
  }
  const tokenizer = findBeside(model, 'tokenizer.json');
  const tokenizerSettings = findBeside(model, 'tokenizer_config.json');
  return { model, tokenizer, tokenizerSettings, answers: readAnswers(findBeside(model, 'config.json')) };
}

function isPackageInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}

function findBeside(model: string, name: string): string {
  const folder = path.dirname(model);
  const found = [path.join(folder, name), path.join(folder, '..', name)].find((file) => existsSync(file));
  if (found !== undefined) return found;
  throw new CrosscurrentError(
    'file_not_found',
    `The sentiment model ${model} has no ${name}.`,
    `Put the file beside the model or in the folder above it; it comes with the model. ${REMEDY}`,
  );
}

const Config = z.object({ id2label: z.record(z.string(), z.string()) });

/** Models name their answers `negative`, `Neutral`, `POS` and the like. */
function readAnswers(file: string): readonly Sentiment['sentiment'][] {
  const { data } = Config.safeParse(parseOrNull(readFileSync(file, 'utf8')));
  const names = ['0', '1', '2'].map((index) => data?.id2label[index]?.toLowerCase() ?? '');
  const answers = names.flatMap((name) => CLASSES.find((known) => known.startsWith(name.slice(0, 3))) ?? []);
  if (names.every((name) => name !== '') && new Set(answers).size === CLASSES.length) return answers;
  throw new CrosscurrentError(
    'file_unreadable',
    `${file} does not name the three answers negative, neutral and positive under id2label.`,
    `Use a model for three classes of sentiment, and write their names into the file. ${REMEDY}`,
  );
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What is stored beside what the model says: its folder or file, and the beginning of its SHA-256. */
export function nameOfModel(model: string): string {
  const file = path.basename(model, '.onnx');
  const folder = path.basename(path.dirname(path.resolve(model)));
  const above = path.basename(path.dirname(path.dirname(path.resolve(model))));
  const name = file !== 'model' ? file : folder !== 'onnx' ? folder : above;
  return `${name} ${createHash('sha256').update(readFileSync(model)).digest('hex').slice(0, 12)}`;
}
