/** Pixels of the picture for each pixel of the page. */
const SCALE = 2;
const MARGIN = 16;

interface Painter {
  readonly context: CanvasRenderingContext2D;
  /** Where the panel begins on the page. */
  readonly left: number;
  readonly top: number;
}

/** Titles of shapes are read out or shown by the pointer, and are not on the page. */
function isUnseenPart(element: Element): boolean {
  return element instanceof SVGTitleElement;
}

function isSeen(style: CSSStyleDeclaration): boolean {
  return style.visibility !== 'hidden' && style.display !== 'none' && style.opacity !== '0';
}

function paintBox({ context, left, top }: Painter, element: Element, style: CSSStyleDeclaration): void {
  const box = element.getBoundingClientRect();
  if (box.width === 0 || box.height === 0) return;
  const x = box.left - left;
  const y = box.top - top;
  if (style.backgroundColor !== 'rgba(0, 0, 0, 0)') {
    context.fillStyle = style.backgroundColor;
    context.beginPath();
    context.roundRect(x, y, box.width, box.height, Number.parseFloat(style.borderRadius) || 0);
    context.fill();
  }
  const line = Number.parseFloat(style.borderBottomWidth);
  if (line > 0 && style.borderBottomStyle !== 'none') {
    context.fillStyle = style.borderBottomColor;
    context.fillRect(x, y + box.height - line, box.width, line);
  }
}

/** The part of a text that fits, with an ellipsis where some had to go: as the page cuts it. */
function fitting(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width + 1) return text;
  let length = text.length;
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > width) length--;
  return `${text.slice(0, length).trimEnd()}…`;
}

interface TextLine {
  readonly text: string;
  readonly box: DOMRect;
}

/** The lines into which the page broke a text. */
function linesIn(node: Text): readonly TextLine[] {
  if (node.data.trim() === '') return [];
  const range = document.createRange();
  const lines: { start: number; end: number; top: number }[] = [];
  for (const { index, 0: word } of node.data.matchAll(/\S+/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.length);
    const { top } = range.getBoundingClientRect();
    const line = lines.at(-1);
    if (line !== undefined && Math.abs(line.top - top) < 2) line.end = index + word.length;
    else lines.push({ start: index, end: index + word.length, top });
  }
  return lines.flatMap(({ start, end }) => {
    range.setStart(node, start);
    range.setEnd(node, end);
    const box = range.getBoundingClientRect();
    const text = node.data.slice(start, end).replace(/[ \t\n]+/g, ' ');
    return box.width === 0 ? [] : [{ text, box }];
  });
}

function paintText(
  { context, left, top }: Painter,
  node: Text,
  parent: Element,
  style: CSSStyleDeclaration,
): void {
  const room = parent.getBoundingClientRect();
  context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.fillStyle = style.color;
  context.textBaseline = 'middle';
  context.letterSpacing = style.letterSpacing === 'normal' ? '0px' : style.letterSpacing;
  // Lines are placed by where they begin, whichever way they read.
  context.textAlign = 'left';
  context.direction = style.direction === 'rtl' ? 'rtl' : 'ltr';
  for (const { text, box } of linesIn(node)) {
    const shown = style.overflow === 'hidden' ? fitting(context, text, room.right - box.left) : text;
    context.fillText(shown, box.left - left, box.top - top + box.height / 2);
  }
}

function paintLines(painter: Painter, line: SVGPolylineElement, style: CSSStyleDeclaration): void {
  const matrix = line.getScreenCTM();
  if (matrix === null) return;
  const { context, left, top } = painter;
  context.strokeStyle = style.stroke;
  context.lineWidth = 1.5;
  context.beginPath();
  for (const point of line.points) {
    const { x, y } = point.matrixTransform(matrix);
    context.lineTo(x - left, y - top);
  }
  context.stroke();
}

function paintShape(
  { context, left, top }: Painter,
  shape: SVGPathElement,
  style: CSSStyleDeclaration,
): void {
  const matrix = shape.getScreenCTM();
  if (matrix === null) return;
  context.save();
  context.translate(-left, -top);
  context.transform(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f);
  const path = new Path2D(shape.getAttribute('d') ?? '');
  if (style.fill !== 'none') {
    context.fillStyle = style.fill;
    context.fill(path);
  }
  if (style.stroke !== 'none') {
    context.strokeStyle = style.stroke;
    context.lineWidth = Number.parseFloat(style.strokeWidth) || 1;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.stroke(path);
  }
  context.restore();
}

function paint(painter: Painter, element: Element): void {
  const style = getComputedStyle(element);
  if (!isSeen(style) || element.classList.contains('panel-tools') || element.classList.contains('hidden'))
    return;
  if (element instanceof HTMLCanvasElement) {
    const box = element.getBoundingClientRect();
    painter.context.drawImage(element, box.left - painter.left, box.top - painter.top, box.width, box.height);
    return;
  }
  if (element instanceof SVGPolylineElement) {
    paintLines(painter, element, style);
    return;
  }
  if (element instanceof SVGPathElement) {
    paintShape(painter, element, style);
    return;
  }
  painter.context.save();
  painter.context.globalAlpha *= Number.parseFloat(style.opacity);
  paintBox(painter, element, style);
  for (const child of element.childNodes) {
    if (child instanceof Text) paintText(painter, child, element, style);
    else if (child instanceof Element && !isUnseenPart(child)) paint(painter, child);
  }
  painter.context.restore();
}

/** A panel as it stands on the page, as a picture. */
export function paintPanel(panel: HTMLElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const box = panel.getBoundingClientRect();
  canvas.width = (box.width + 2 * MARGIN) * SCALE;
  canvas.height = (box.height + 2 * MARGIN) * SCALE;
  const context = canvas.getContext('2d');
  if (context === null) return canvas;
  context.scale(SCALE, SCALE);
  context.fillStyle = getComputedStyle(panel).backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  const painter = { context, left: box.left - MARGIN, top: box.top - MARGIN };
  for (const child of panel.children) paint(painter, child);
  return canvas;
}

/**
 * Saves the panel with this id as `<id>.png`.
 * @throws Error when the browser cannot make a picture of that size
 */
export async function downloadPanelPng(id: string): Promise<void> {
  const panel = document.querySelector<HTMLElement>(`[data-panel="${CSS.escape(id)}"]`);
  if (panel === null) return;
  const blob = await new Promise<Blob | null>((resolve) => paintPanel(panel).toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('The panel is too large for the canvas of this browser.');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${id}.png`;
  link.click();
  URL.revokeObjectURL(link.href);
}
