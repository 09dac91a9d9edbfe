import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import { MAX_LINE_BYTES, type RejectionReason } from '../../event/outcome.ts';
import { blocks } from './blocks.ts';
import type { ByteReader } from './bytes.ts';
import type { CsvHeader } from './csv-header.ts';
import { rowEnds } from './csv-rows.ts';
import { addPart, longPiece } from './lines.ts';
import { MAX_REJECTED, type Piece, rejectedLine } from './piece.ts';

export interface CsvOptions {
  /** Stands at `from`, which is behind the header and at the beginning of a row. */
  reader: ByteReader;
  from: number;
  sliceBytes: number;
  header: CsvHeader;
}

/** Rows given to the parser at a time: few enough that their cells stay small beside the block. */
const ROWS_PER_PARSE = 2000;

/**
 * CSV: each row below the header becomes an object of strings; an empty cell is a field left out. Rejected as
 * `not_a_row` are rows with more or fewer cells than the header, and the first line of a quote that never closes.
 */
export async function* csvPieces(options: CsvOptions): AsyncGenerator<Piece> {
  const { reader, from, sliceBytes, header } = options;
  const delimiter = header.delimiter.charCodeAt(0);
  const lastEnd = (window: Buffer, final: boolean) => rowEnds(window, delimiter, final).at(-1) ?? 0;
  let row = 1;
  for await (const block of blocks({ reader, from, blockBytes: sliceBytes, lastEnd })) {
    if (block.kind === 'long') {
      const piece = longPiece(block, row);
      if (block.bytes <= MAX_LINE_BYTES) for (const line of piece.rejected) line.reason = 'not_a_row';
      yield piece;
      row += 1;
      continue;
    }
    const ends = rowEnds(block.data, delimiter, true);
    let piece: Piece = { to: block.to, parts: [], lines: 0, rejected: [] };
    for (let at = 0; at < ends.length; at += ROWS_PER_PARSE) {
      const rows = rowsOf(block.data, ends.slice(at, at + ROWS_PER_PARSE), ends[at - 1] ?? 0);
      addRows(piece, rows, { header, row: row + at, offset: block.offset });
      const end = rows.at(-1)?.end ?? 0;
      if (piece.rejected.length >= MAX_REJECTED && end < block.data.length) {
        yield { ...piece, to: block.offset + end };
        piece = { to: block.to, parts: [], lines: 0, rejected: [] };
      }
    }
    row += ends.length;
    yield piece;
  }
}

interface Row {
  /** Position in the block. */
  start: number;
  end: number;
  /** Without its line end. */
  raw: Buffer;
}

function rowsOf(data: Buffer, ends: readonly number[], first: number): Row[] {
  let start = first;
  return ends.map((end) => {
    const row = { start, end, raw: withoutLineEnd(data.subarray(start, end)) };
    start = end;
    return row;
  });
}

function withoutLineEnd(row: Buffer): Buffer {
  let end = row.length;
  if (end > 0 && row[end - 1] === 10) end -= 1;
  if (end > 0 && row[end - 1] === 13) end -= 1;
  return row.subarray(0, end);
}

function addRows(
  piece: Piece,
  rows: readonly Row[],
  about: { header: CsvHeader; row: number; offset: number },
): void {
  const { header } = about;
  const cells = parseTogether(rows, header) ?? rows.map((row) => parseAlone(row, header));
  const texts: string[] = [];
  for (const [i, row] of rows.entries()) {
    const parsed = cells[i] ?? 'not_a_row';
    if (parsed === 'blank') continue;
    const reason = typeof parsed === 'string' ? parsed : widthProblem(parsed, header);
    if (reason === null && typeof parsed !== 'string') texts.push(toJson(parsed, header));
    else if (reason !== null) {
      const place = { line: about.row + i, offset: about.offset + row.start, reason };
      piece.rejected.push(rejectedLine(row.raw, place));
    }
  }
  addPart(piece, texts);
}

type Parsed = string[] | RejectionReason | 'blank';

/**
 * All rows by one call, which is much faster, or without the parser where there are no quotes, which is faster still; null when a row is out of the ordinary and each has to be looked at.
 */
function parseTogether(rows: readonly Row[], header: CsvHeader): Parsed[] | null {
  if (rows.some(({ raw }) => raw.length === 0 || raw.length > MAX_LINE_BYTES)) return null;
  const all = Buffer.concat(rows.flatMap(({ raw }) => [raw, NEWLINE]));
  if (!isUtf8(all)) return null;
  if (!all.includes(QUOTE)) return rows.map(({ raw }) => raw.toString('utf8').split(header.delimiter));
  const parsed = parseCells(all, header);
  return parsed?.length === rows.length ? parsed : null;
}

const NEWLINE = Buffer.from('\n');
const QUOTE = 0x22;

function parseAlone({ raw }: Row, header: CsvHeader): Parsed {
  if (raw.length > MAX_LINE_BYTES) return 'line_too_long';
  if (!isUtf8(raw)) return 'not_utf8';
  if (raw.toString('utf8').trim() === '') return 'blank';
  const parsed = parseCells(raw, header);
  return (parsed?.length === 1 ? parsed[0] : undefined) ?? 'not_a_row';
}

function parseCells(text: Buffer, header: CsvHeader): string[][] | null {
  try {
    return parse(text, {
      delimiter: header.delimiter,
      record_delimiter: ['\n', '\r\n'],
      relax_column_count: true,
      relax_quotes: true,
    });
  } catch {
    return null;
  }
}

function widthProblem(cells: readonly string[], header: CsvHeader): RejectionReason | null {
  return cells.length === header.names.length ? null : 'not_a_row';
}

function toJson(cells: readonly string[], header: CsvHeader): string {
  let json = '';
  for (const [i, cell] of cells.entries()) {
    if (cell === '') continue;
    json += `${json === '' ? '{' : ','}${header.keys[i]}:${JSON.stringify(cell)}`;
  }
  return json === '' ? '{}' : `${json}}`;
}
